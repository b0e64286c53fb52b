package dev.otpkit.delivery.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a provider asks to be left alone. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** Of seconds or a date; at most an hour, whatever is asked. */
    static Optional<Duration> read(String text, Instant now) {
        String asked = text.strip();
        try {
            Instant end = SECONDS.matcher(asked).matches()
                    ? now.plusSeconds(Long.parseLong(asked))
                    : ZonedDateTime.parse(asked, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            return Optional.of(bounded(Duration.between(now, end)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
