package dev.otpkit.template;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Renders what was built with the least and the most that may come, so that nothing is found out on the first person. */
final class Rehearsal {
    private static final Recipient MAILBOX = Recipient.email("rehearsal@example.com");
    private static final Recipient PHONE = Recipient.sms("+14155550100");
    private static final Recipient CALL = Recipient.voice("+14155550100");

    // The longest code there is, the longest life in words, and variables as long as they are shown.
    private static final String LONG_CODE = "W".repeat(16);
    private static final Duration LONG_LIFE = Duration.ofMinutes(119);
    private static final String LONG_VALUE = "x".repeat(Tidy.LONGEST);
    private static final int RETRIEVED = 140;

    private final MessageTemplate template;
    private final Map<String, String> variables = new HashMap<>();

    Rehearsal(MessageTemplate template, Set<String> variables) {
        this.template = template;
        variables.forEach(name -> this.variables.put(name, LONG_VALUE));
    }

    /** That each kind can be rendered at all. */
    void everyKind() {
        for (Recipient recipient : List.of(MAILBOX, PHONE, CALL)) {
            try {
                template.render(new Values(recipient, "1", Duration.ofSeconds(1), "", Map.of(), Locale.ROOT, Map.of()));
                longest(recipient, Locale.ROOT);
            } catch (IllegalArgumentException e) {
                throw Tags.refused(recipient.kind(), "with the least or the most that may come, " + e.getMessage());
            }
        }
    }

    /** That the SMS of this language costs no more than so many segments. */
    void segments(Locale locale, int most) {
        Segments segments = Segments.of(longest(PHONE, locale).text());
        if (segments.count() > most) {
            throw Tags.refused(
                    "sms" + (locale.equals(Locale.ROOT) ? "" : " in " + locale.toLanguageTag()),
                    "with the longest code and values it is " + segments + "; maxSegments is " + most
                            + ": shorten it, or allow more");
        }
    }

    /** That Android's SMS Retriever will read it. */
    void retrievable() {
        String text = longest(PHONE, Locale.ROOT).text();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        Segments segments = Segments.of(text);
        if (bytes > RETRIEVED || segments.count() > 1) {
            throw Tags.refused(
                    "sms",
                    "with androidHash(...) it must be one segment of at most " + RETRIEVED
                            + " bytes, also with the longest code and values: " + bytes + " bytes, " + segments);
        }
    }

    private Message longest(Recipient recipient, Locale locale) {
        return template.render(new Values(recipient, LONG_CODE, LONG_LIFE, "", Map.of(), locale, variables));
    }
}
