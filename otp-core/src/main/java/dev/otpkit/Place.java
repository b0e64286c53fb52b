package dev.otpkit;

import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A country or a range of numbers.
 *
 * @param kind {@code COUNTRY} or {@code PREFIX}
 * @param name as the channel tells it
 */
record Place(Bucket.Kind kind, String name) {
    private static final String SOMEBODY = "+12025550100";

    /** The country, then the range; none for mailboxes. */
    static List<Place> of(Destination destination) {
        return destination
                .country()
                .map(country -> List.of(
                        new Place(Bucket.Kind.COUNTRY, country),
                        new Place(Bucket.Kind.PREFIX, destination.prefix().orElseThrow())))
                .orElse(List.of());
    }

    /** Whether any channel tells countries apart: who does pays by them. */
    static boolean areNamedBy(Courier courier) {
        return Stream.of(Recipient.SMS, Recipient.WHATSAPP, Recipient.VOICE)
                .map(kind -> Recipient.of(kind, SOMEBODY))
                .filter(courier::serves)
                .map(courier::route)
                .anyMatch(there -> there.isRefused() || there.country().isPresent());
    }

    boolean isCountry() {
        return kind == Bucket.Kind.COUNTRY;
    }

    /** What tells it from others. */
    String word() {
        return kind + "\n" + name;
    }

    Map<String, String> details() {
        return Map.of(kind.name().toLowerCase(Locale.ROOT), name);
    }
}
