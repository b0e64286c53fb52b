package dev.otpkit.delivery.twilio;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.otpkit.delivery.Recipient;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as people type them at home, by the numbering plans of libphonenumber.
 *
 * <p>{@link Recipient#read} wants a country code; this one knows that in a country it may be left out, which zero is dialled
 * from abroad and which is not, and which numbers are in use at all. What it answers is one spelling for all of them.
 */
public final class PhoneNumbers {
    private static final Set<String> KINDS = Set.of(Recipient.SMS, Recipient.WHATSAPP, Recipient.VOICE);
    private static final int LONGEST_TYPED = 100;
    private static final String WHATSAPP_PREFIX = "whatsapp:";

    private PhoneNumbers() {}

    /**
     * The recipient that a person meant who is at home in a region, or empty when what was typed is no number in use:
     * {@code read(Recipient.SMS, "07400 123456", "GB")} is {@code +447400123456}.
     *
     * <p>Digits of every script are read, blanks and punctuation are dropped, and before a WhatsApp number {@code whatsapp:}
     * is. Letters, extensions, line ends and control characters are refused. Whether a message may go there is the
     * channel's to say, by its {@link TwilioChannel#route route}.
     *
     * @param region two letters, as {@code GB}: what a number without a country code is dialled in
     * @throws IllegalArgumentException for a kind other than {@code sms}, {@code whatsapp} and {@code voice}, or an unknown
     *     region: both are a program's words
     */
    public static Optional<Recipient> read(String kind, @Nullable String typed, String region) {
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind must be one of " + new TreeSet<>(KINDS) + ": " + kind);
        }
        requireRegion(region);
        if (typed == null || typed.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        return dialled(kind, typed)
                .flatMap(digits -> parse(digits, region))
                .filter(plan()::isValidNumber)
                .map(number -> Recipient.of(kind, e164(number)));
    }

    static PhoneNumberUtil plan() {
        return PhoneNumberUtil.getInstance();
    }

    static String requireRegion(String region) {
        if (!plan().getSupportedRegions().contains(region)) {
            throw new IllegalArgumentException("region must be two letters of ISO 3166, as GB: " + region);
        }
        return region;
    }

    static String e164(PhoneNumber number) {
        return plan().format(number, PhoneNumberFormat.E164);
    }

    /** Of digits and punctuation alone: libphonenumber reads far more, letters of vanity numbers and extensions too. */
    static Optional<PhoneNumber> parse(String digits, @Nullable String region) {
        try {
            return Optional.of(plan().parse(digits, region));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> dialled(String kind, String typed) {
        String text = typed.strip();
        boolean prefixed = kind.equals(Recipient.WHATSAPP)
                && text.regionMatches(true, 0, WHATSAPP_PREFIX, 0, WHATSAPP_PREFIX.length());
        StringBuilder dialled = new StringBuilder(text.length());
        for (int i = prefixed ? WHATSAPP_PREFIX.length() : 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int type = Character.getType(c);
            if (Character.isDigit(c)) {
                dialled.append((char) ('0' + Character.digit(c, 10)));
            } else if (c == '+' || c == 0xFF0B) {
                dialled.append('+');
            } else if (c == '(' || c == ')') {
                dialled.append((char) c);
            } else if (type != Character.SPACE_SEPARATOR
                    && type != Character.FORMAT
                    && type != Character.DASH_PUNCTUATION
                    && c != '.'
                    && c != '/') {
                return Optional.empty();
            }
        }
        if (dialled.indexOf("00") == 0) {
            dialled.replace(0, 2, "+");
        }
        return dialled.lastIndexOf("+") > 0 ? Optional.empty() : Optional.of(dialled.toString());
    }
}
