package dev.otpkit;

import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.PumpingGuard;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which buckets a message counts in. */
final class SendBuckets {
    /** What strangers in a slowed place get, all together. */
    private static final Limit SLOW_RANGE = Limit.of(1, Duration.ofMinutes(10));

    private static final Limit SLOW_COUNTRY = Limit.of(1, Duration.ofSeconds(30));

    private final SendLimits limits;
    private final Keyring keyring;

    SendBuckets(SendLimits limits, Keyring keyring) {
        this.limits = limits;
        this.keyring = keyring;
    }

    /** Of anybody. */
    List<Bucket> of(Recipient recipient, Slot slot, Optional<ClientNetwork> client, Destination destination) {
        List<Bucket> buckets = new ArrayList<>();
        if (!limits.of(Bucket.Kind.SUBJECT).isEmpty()) {
            buckets.add(new Bucket(Bucket.Kind.SUBJECT, slot.subject(), limits.of(Bucket.Kind.SUBJECT)));
        }
        add(buckets, Bucket.Kind.RECIPIENT, recipient.countedAs(), 1);
        client.ifPresent(network -> add(buckets, Bucket.Kind.CLIENT_IP, network.address(), 1));
        for (Place place : Place.of(destination)) {
            add(buckets, place.kind(), place.name(), 1);
        }
        destination.country().ifPresent(country -> add(buckets, Bucket.Kind.SPENDING, "", limits.weight(country)));
        add(buckets, Bucket.Kind.GLOBAL, "", 1);
        return buckets;
    }

    /** What strangers count in besides: what they may have of the limits that known numbers share, and slowed places. */
    List<Bucket> ofStrangers(Destination destination, List<Place> slowed) {
        List<Bucket> buckets = new ArrayList<>();
        for (Place place : Place.of(destination)) {
            addShare(buckets, place.kind(), place.name(), 1);
        }
        destination.country().ifPresent(country -> addShare(buckets, Bucket.Kind.SPENDING, "", limits.weight(country)));
        for (Place place : slowed) {
            buckets.add(bucket(
                    place.kind(),
                    "slowed\n" + place.name(),
                    List.of(place.isCountry() ? SLOW_COUNTRY : SLOW_RANGE),
                    1));
        }
        return buckets;
    }

    /** The person's own: what is given back for a message that was certainly not sent. */
    static List<Bucket> personal(List<Bucket> buckets) {
        return buckets.stream()
                .filter(bucket -> bucket.kind() == Bucket.Kind.RECIPIENT || bucket.kind() == Bucket.Kind.SUBJECT)
                .toList();
    }

    private void add(List<Bucket> buckets, Bucket.Kind kind, String what, int weight) {
        if (!limits.of(kind).isEmpty()) {
            buckets.add(bucket(kind, what, limits.of(kind), weight));
        }
    }

    private void addShare(List<Bucket> buckets, Bucket.Kind kind, String what, int weight) {
        int reserve = limits.pumping()
                .filter(guard -> !guard.isReportOnly())
                .map(PumpingGuard::reserve)
                .orElse(0);
        if (!limits.of(kind).isEmpty() && reserve > 0) {
            buckets.add(bucket(kind, "strangers\n" + what, shares(limits.of(kind), reserve), weight));
        }
    }

    private static List<Limit> shares(List<Limit> limits, int reserve) {
        return limits.stream()
                .map(limit -> Limit.of((int) Math.max(1, limit.permits() * (100L - reserve) / 100), limit.window()))
                .toList();
    }

    private Bucket bucket(Bucket.Kind kind, String what, List<Limit> limits, int weight) {
        return new Bucket(kind, keyring.sharedBucket(kind, what), limits, weight);
    }
}
