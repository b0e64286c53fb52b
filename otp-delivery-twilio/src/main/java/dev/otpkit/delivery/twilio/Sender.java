package dev.otpkit.delivery.twilio;

import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.type.PhoneNumber;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whom a message is from: a number, a name of letters, or a service that chooses one of its numbers. */
record Sender(String from, boolean isService) {
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern SHORT_CODE = Pattern.compile("[0-9]{3,8}");
    private static final Pattern NAME = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9 &_+-]{1,11}");
    private static final Pattern SERVICE = Pattern.compile("MG[0-9a-fA-F]{32}");
    private static final String WHATSAPP = "whatsapp:";
    private static final @Nullable String NO_TEXT = null;

    static Sender sms(String from) {
        boolean service = SERVICE.matcher(from).matches();
        if (!service
                && !NUMBER.matcher(from).matches()
                && !SHORT_CODE.matcher(from).matches()
                && (!NAME.matcher(from).matches() || from.isBlank())) {
            throw new IllegalArgumentException(
                    "sms(from) must be + and 7..15 digits, a short code, a name of 1..11 letters"
                            + " and digits with at least one letter, or MG and 32 hexadecimal digits: "
                            + from.length() + " characters given");
        }
        return new Sender(from, service);
    }

    static Sender whatsApp(String from) {
        boolean service = SERVICE.matcher(from).matches();
        String number = from.startsWith(WHATSAPP) ? from.substring(WHATSAPP.length()) : from;
        if (!service && !NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException(
                    "whatsApp(from) must be + and 7..15 digits, or MG and 32 hexadecimal digits: " + from.length()
                            + " characters given");
        }
        return new Sender(service ? from : WHATSAPP + number, service);
    }

    static String caller(String from) {
        if (!NUMBER.matcher(from).matches()) {
            throw new IllegalArgumentException(
                    "voice(from, ...) must be + and 7..15 digits: " + from.length() + " characters given");
        }
        return from;
    }

    /** A message from here, without a text yet. */
    MessageCreator to(String number) {
        PhoneNumber to = new PhoneNumber(number);
        // The SDK has no constructor without a text; a null is left out of the request.
        return isService
                ? new MessageCreator(to, from, NO_TEXT)
                : new MessageCreator(to, new PhoneNumber(from), NO_TEXT);
    }

    static String addressed(String number) {
        return WHATSAPP + number;
    }
}
