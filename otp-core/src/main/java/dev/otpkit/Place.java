package dev.otpkit;

import dev.otpkit.delivery.Destination;
import dev.otpkit.limit.Bucket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A country or a range of numbers.
 *
 * @param kind {@code COUNTRY} or {@code PREFIX}
 * @param name as the channel tells it
 */
record Place(Bucket.Kind kind, String name) {

    /** The country, then the range; none for mailboxes. */
    static List<Place> of(Destination destination) {
        return Stream.of(
                        destination.country().map(country -> new Place(Bucket.Kind.COUNTRY, country)),
                        destination.prefix().map(prefix -> new Place(Bucket.Kind.PREFIX, prefix)))
                .flatMap(Optional::stream)
                .toList();
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
