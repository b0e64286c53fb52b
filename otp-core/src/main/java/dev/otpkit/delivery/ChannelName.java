package dev.otpkit.delivery;

import java.util.regex.Pattern;

/** What may stand for a channel in a log line or an event. */
final class ChannelName {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private ChannelName() {}

    static String of(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("channel name must be 1..64 of A-Z, a-z, 0-9, '.', '_' and '-': "
                    + name.length() + " characters given");
        }
        return name;
    }
}
