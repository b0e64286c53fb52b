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
    // A character may be two chars of Java's, and of the letters of a cheap SMS the longest are two septets and three
    // bytes.
    private static final String LONG_VALUE = "\uD83D\uDE00".repeat(Tidy.LONGEST);
    private static final String LONG_IN_SMS = "\u20AC".repeat(Tidy.LONGEST);
    private static final Map<String, String> LONG_FACT = Map.of(LONG_VALUE, LONG_VALUE);
    private static final int RETRIEVED = 140;

    private final MessageTemplate template;
    private final Set<String> variables;

    Rehearsal(MessageTemplate template, Set<String> variables) {
        this.template = template;
        this.variables = variables;
    }

    /** That each kind can be rendered at all. */
    void everyKind() {
        for (Recipient recipient : List.of(MAILBOX, PHONE, CALL)) {
            Values least = new Values(recipient, "1", Duration.ofSeconds(1), "", Map.of(), Locale.ROOT, Map.of());
            Values most = longest(recipient, Locale.ROOT, Map.of(), LONG_VALUE);
            Values bound = longest(recipient, Locale.ROOT, LONG_FACT, LONG_VALUE);
            try {
                for (Values values : List.of(least, most, bound)) {
                    template.render(values);
                    subject(values);
                }
            } catch (IllegalArgumentException e) {
                throw Tags.refused(recipient.kind(), "with the least or the most that may come, " + e.getMessage());
            }
        }
    }

    // Rendering cuts a subject that many facts have made too long; here it is held to the bound uncut.
    private void subject(Values values) {
        if (template instanceof OwnTemplate own && values.recipient().equals(MAILBOX)) {
            own.subject(values).ifPresent(subject -> Message.to(MAILBOX).subject(subject));
        }
    }

    /** That the SMS of this language costs no more than so many segments. */
    void segments(Locale locale, int most) {
        Segments segments = Segments.of(sms(locale));
        if (segments.count() > most) {
            throw Tags.refused(
                    "sms" + (locale.equals(Locale.ROOT) ? "" : " in " + locale.toLanguageTag()),
                    "with the longest code and values it is " + segments + "; maxSegments is " + most
                            + ": shorten it, or allow more");
        }
    }

    /** That Android's SMS Retriever will read it. */
    void retrievable() {
        String text = sms(Locale.ROOT);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        Segments segments = Segments.of(text);
        if (bytes > RETRIEVED || segments.count() > 1) {
            throw Tags.refused(
                    "sms",
                    "with androidHash(...) it must be one segment of at most " + RETRIEVED
                            + " bytes, also with the longest code and values: " + bytes + " bytes, " + segments);
        }
    }

    private String sms(Locale locale) {
        return template.render(longest(PHONE, locale, Map.of(), LONG_IN_SMS)).text();
    }

    private Values longest(Recipient recipient, Locale locale, Map<String, String> facts, String value) {
        Map<String, String> given = new HashMap<>();
        variables.forEach(name -> given.put(name, value));
        return new Values(recipient, LONG_CODE, LONG_LIFE, "", facts, locale, given);
    }
}
