package dev.otpkit.template;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What has been said to a builder, and the template that comes of it. */
final class Draft {
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern HOST = Pattern.compile("(?=.{4,253}$)" + LABEL + "(?:\\." + LABEL + ")+");
    private static final Pattern HASH = Pattern.compile("[A-Za-z0-9+/]{11}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,31}");
    private static final Recipient NOBODY = Recipient.email("nobody@example.com");
    private static final int MOST_SEGMENTS = 10;

    private final Set<String> calls = new HashSet<>();
    private final Set<String> variables = new TreeSet<>();
    private UnaryOperator<String> lastLine = code -> "";
    private int maxSegments = 1;

    @Nullable
    String brand;

    @Nullable
    Colour colour;

    private @Nullable UnaryOperator<Message.Builder> logo;

    Locale locale = Locale.ENGLISH;
    String @Nullable [] email;

    @Nullable
    String sms;

    @Nullable
    String voice;

    boolean codeInSubject;

    <T> T once(String call, T value) {
        if (!calls.add(call)) {
            throw new IllegalStateException(call + "(...) was called twice");
        }
        return value;
    }

    void variables(String... names) {
        once("variables", names);
        for (String name : names) {
            if (!NAME.matcher(name).matches() || PartCheck.isOurs(name)) {
                throw new IllegalArgumentException(
                        "a variable must match " + NAME + " and not be one of ours: " + name);
            }
            variables.add(name);
        }
    }

    void logo(String mediaType, byte[] bytes) {
        // What a message takes is decided there.
        Message.to(NOBODY).inline(Look.LOGO, mediaType, bytes);
        byte[] copy = bytes.clone();
        logo = once("logo", email -> email.inline(Look.LOGO, mediaType, copy));
    }

    void webOtp(String host) {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host must be a lower-case ASCII name with a dot: " + host);
        }
        lastLine("webOtp", code -> "\n@" + host + " #" + code);
    }

    void androidHash(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("hash must match " + HASH + ": " + hash);
        }
        lastLine("androidHash", code -> "\n" + hash);
    }

    private void lastLine(String call, UnaryOperator<String> line) {
        once(call, line);
        if (calls.contains("webOtp") && calls.contains("androidHash")) {
            throw new IllegalStateException("webOtp(...) and androidHash(...) both write the last line: give one");
        }
        lastLine = line;
    }

    void maxSegments(int segments) {
        if (segments < 1 || segments > MOST_SEGMENTS) {
            throw new IllegalArgumentException("maxSegments must be 1.." + MOST_SEGMENTS + ": " + segments);
        }
        maxSegments = once("maxSegments", segments);
    }

    MessageTemplate template() {
        if (brand == null) {
            throw new IllegalStateException("brand(...) is missing");
        }
        if (calls.contains("androidHash") && sms == null) {
            throw new IllegalStateException("androidHash(...) needs sms(...)");
        }
        Look look = new Look(brand, colour, logo, codeInSubject, lastLine);
        MessageTemplate template =
                email == null && sms == null && voice == null ? new StandardTemplate(look) : own(look);
        rehearse(template);
        return template;
    }

    private MessageTemplate own(Look look) {
        boolean spoken = Language.isBuiltIn(locale);
        PartCheck check = new PartCheck(variables, spoken);
        return new OwnTemplate(
                look,
                locale,
                check.variables(),
                email == null
                        ? null
                        : new OwnTemplate.Email(
                                check.subject(email[0], codeInSubject),
                                check.text(email[1]),
                                check.html(email[2], look.hasLogo())),
                sms == null ? null : check.brief("sms", sms),
                voice == null ? null : check.brief("voice", voice));
    }

    private void rehearse(MessageTemplate template) {
        Set<String> given = new TreeSet<>(variables);
        given.addAll(PartCheck.REQUEST);
        Rehearsal rehearsal = new Rehearsal(template, given);
        rehearsal.everyKind();
        if (sms != null) {
            rehearsal.segments(Locale.ROOT, maxSegments);
        } else if (calls.contains("maxSegments")) {
            for (String tag : new TreeSet<>(Language.BUILT_IN)) {
                rehearsal.segments(Locale.forLanguageTag(tag), maxSegments);
            }
        }
        if (calls.contains("androidHash")) {
            rehearsal.retrievable();
        }
    }
}
