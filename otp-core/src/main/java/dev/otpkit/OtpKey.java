package dev.otpkit;

import dev.otpkit.delivery.Recipient;
import java.text.Normalizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a code is good for, and for whom: a purpose, a subject, and the facts it is bound to.
 *
 * <pre>{@code
 * OtpKey login = OtpKey.of("login", "user-42").boundTo("flow", flowId);
 * OtpKey payment = OtpKey.of("payment", "user-42").boundTo("amount", "EUR 10.00").boundTo("payee", "ACME");
 * }</pre>
 *
 * <p>One code is live per key, and it verifies under this key alone. Another binding is another key: its code cannot be
 * used, replaced or burnt from elsewhere. Wrong guesses are counted per subject, over all of its keys.
 *
 * <p>{@link #toString} names the purpose only.
 */
public final class OtpKey {
    private static final String NAME = "[a-z][a-z0-9-]{0,31}";
    private static final int LONGEST_NAME = 32;
    private static final int LONGEST = 400;
    private static final int MOST_BINDINGS = 8;

    /** An address, or something a person would take for one: it has several spellings, so it must come canonical. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?i).*@.*|(?=(?:\\D*\\d){6})(?:[a-z]+:)?[\\s\\p{P}\\p{Cf}]*\\+[\\d\\s\\p{P}\\p{Cf}]*(?:x[\\d\\s]*)?",
            Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);

    private final String purpose;
    private final String subject;
    private final boolean recipient;
    private final Map<String, String> bindings;

    private OtpKey(String purpose, String subject, boolean recipient, Map<String, String> bindings) {
        this.purpose = requireName("a purpose", purpose);
        this.subject = requireText("a subject", subject);
        this.recipient = recipient;
        this.bindings = Collections.unmodifiableMap(new LinkedHashMap<>(bindings));
    }

    /**
     * A key for a subject that your application names: a user's id, not an address.
     *
     * @throws IllegalArgumentException if the subject looks like an address, is blank or edged with blanks, is longer than
     *     400 characters, or holds control characters; if the purpose is not {@code [a-z][a-z0-9-]{0,31}}
     */
    public static OtpKey of(String purpose, String subject) {
        if (mayBeAddress(subject)
                && ADDRESS.matcher(Normalizer.normalize(subject, Normalizer.Form.NFKC))
                        .matches()) {
            throw new IllegalArgumentException(
                    "a subject must not be an address, which has many spellings: use OtpKey.of(purpose, Recipient)");
        }
        return new OtpKey(purpose, subject, false, Map.of());
    }

    /** The pattern is for those few that have one of its signs. */
    private static boolean mayBeAddress(String subject) {
        for (int i = 0; i < subject.length(); i++) {
            char c = subject.charAt(i);
            if (c == '@' || c == '+' || c > 0x7F) {
                return true;
            }
        }
        return false;
    }

    /** A key whose subject is a mailbox or number itself: all spellings of it are one subject. */
    public static OtpKey of(String purpose, Recipient subject) {
        return new OtpKey(purpose, subject.identity(), true, Map.of());
    }

    /** For {@link KeyText}, which has read what this class once let through. */
    static OtpKey of(String purpose, String subject, boolean recipient, Map<String, String> bindings) {
        return new OtpKey(purpose, subject, recipient, bindings);
    }

    /**
     * This key, bound to one fact more; the order of facts does not matter.
     *
     * @throws IllegalArgumentException if the name is bound already or is not {@code [a-z][a-z0-9-]{0,31}}, if the value
     *     is blank or edged with blanks, longer than 400 characters or holds control characters, or if eight are bound
     */
    public OtpKey boundTo(String name, String value) {
        requireName("a binding's name", name);
        requireText("a binding's value", value);
        if (bindings.containsKey(name)) {
            throw new IllegalArgumentException("bound already: " + name);
        }
        if (bindings.size() == MOST_BINDINGS) {
            throw new IllegalArgumentException("bindings must be 0.." + MOST_BINDINGS + ": " + (MOST_BINDINGS + 1));
        }
        Map<String, String> more = new LinkedHashMap<>(bindings);
        more.put(name, value);
        return new OtpKey(purpose, subject, recipient, more);
    }

    /** What a code is good for. */
    public String purpose() {
        return purpose;
    }

    /** For whom: the string given, or the recipient's {@link Recipient#identity identity}. */
    public String subject() {
        return subject;
    }

    /** The facts, in the order they were bound. */
    public Map<String, String> bindings() {
        return bindings;
    }

    boolean isForRecipient() {
        return recipient;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OtpKey that
                && purpose.equals(that.purpose)
                && subject.equals(that.subject)
                && recipient == that.recipient
                && bindings.equals(that.bindings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(purpose, subject, recipient, bindings);
    }

    @Override
    public String toString() {
        return "OtpKey[" + purpose + "]";
    }

    static String requireName(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(what + " must match " + NAME);
        }
        return name;
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            if (!letter && (i == 0 || (c != '-' && (c < '0' || c > '9')))) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= LONGEST_NAME;
    }

    private static String requireText(String what, String text) {
        if (text.isEmpty()
                || text.length() > LONGEST
                || isBlank(text.codePointAt(0))
                || isBlank(text.codePointBefore(text.length()))
                || hasControl(text)) {
            throw new IllegalArgumentException(
                    what + " must be 1.." + LONGEST + " characters, without control characters or blanks at its ends");
        }
        return text;
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT;
    }

    private static boolean hasControl(String text) {
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (isControl(c)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isControl(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
