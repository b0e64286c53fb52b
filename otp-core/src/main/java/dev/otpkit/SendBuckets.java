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
import java.util.Map;
import java.util.Optional;

/** Which buckets a message counts in. */
final class SendBuckets {
    /** What a known number gets where strangers get none: it was verified once, and may have changed hands since. */
    private static final Limit KNOWN = Limit.of(3, Duration.ofDays(1));

    private final SendLimits limits;
    private final Keyring keyring;

    SendBuckets(SendLimits limits, Keyring keyring) {
        this.limits = limits;
        this.keyring = keyring;
    }

    /** Of anybody. */
    List<Bucket> of(Recipient recipient, Slot slot, Optional<ClientNetwork> client, Destination destination) {
        List<Bucket> buckets = new ArrayList<>();
        limited(Bucket.Kind.SUBJECT)
                .ifPresent(most -> buckets.add(new Bucket(Bucket.Kind.SUBJECT, slot.subject(), most)));
        add(buckets, Bucket.Kind.RECIPIENT, 1, recipient.countedAs());
        client.ifPresent(network -> add(buckets, Bucket.Kind.CLIENT_IP, 1, network.address()));
        for (Place place : Place.of(destination)) {
            add(buckets, place.kind(), 1, place.name());
        }
        if (isBilled(recipient)) {
            add(buckets, Bucket.Kind.SPENDING, weight(destination), "");
        }
        add(buckets, Bucket.Kind.GLOBAL, 1, "");
        return buckets;
    }

    /** What strangers count in besides: what they may have of the limits that known numbers share, and places that hold up. */
    List<Bucket> ofStrangers(Recipient recipient, Destination destination, Map<Place, Conversion.State> heldUp) {
        List<Bucket> buckets = new ArrayList<>();
        for (Place place : Place.of(destination)) {
            addShare(buckets, place.kind(), 1, place.name());
        }
        if (isBilled(recipient)) {
            addShare(buckets, Bucket.Kind.SPENDING, weight(destination), "");
        }
        heldUp.forEach((place, state) -> buckets.add(new Bucket(
                Bucket.Kind.PUMPING,
                keyring.sharedBucket(
                        Bucket.Kind.PUMPING, state.name(), place.kind().name(), place.name()),
                List.of(Limit.of(1, pause(place, state))))));
        return buckets;
    }

    /** How long all strangers of a place wait for one message: never for ever, or nobody could show that it has healed. */
    private static Duration pause(Place place, Conversion.State state) {
        if (state == Conversion.State.STOPPED) {
            return place.isCountry() ? Duration.ofMinutes(5) : Duration.ofHours(1);
        }
        return place.isCountry() ? Duration.ofSeconds(30) : Duration.ofMinutes(10);
    }

    /** What a known number counts in besides, where it passes strangers. */
    Bucket ofKnown(Recipient recipient) {
        return new Bucket(
                Bucket.Kind.KNOWN,
                keyring.sharedBucket(Bucket.Kind.KNOWN, "passed", recipient.countedAs()),
                List.of(KNOWN));
    }

    /** How often this network has asked whether a number is known; empty where networks have no limit or there is none. */
    Optional<Bucket> question(Optional<ClientNetwork> client) {
        return limited(Bucket.Kind.CLIENT_IP)
                .flatMap(ips -> client.map(network -> new Bucket(
                        Bucket.Kind.CLIENT_IP,
                        keyring.sharedBucket(Bucket.Kind.CLIENT_IP, "known", network.address()),
                        ips)));
    }

    /** How often anybody has asked for this person, who may not be there; empty where persons have no limit. */
    Optional<Bucket> asked(Recipient recipient) {
        return limited(Bucket.Kind.RECIPIENT)
                .map(most -> new Bucket(
                        Bucket.Kind.RECIPIENT,
                        keyring.sharedBucket(Bucket.Kind.RECIPIENT, "asked", recipient.countedAs()),
                        most));
    }

    /** The person's own: what is given back for a message that was certainly not sent. */
    static List<Bucket> personal(List<Bucket> buckets) {
        return buckets.stream()
                .filter(bucket -> bucket.kind() == Bucket.Kind.RECIPIENT || bucket.kind() == Bucket.Kind.SUBJECT)
                .toList();
    }

    private static boolean isBilled(Recipient recipient) {
        return KnownNumbers.isNumber(recipient.countedAs());
    }

    /** Where the channel names no country it costs as the dearest one. */
    private int weight(Destination destination) {
        return limits.weight(destination.country().orElse(""));
    }

    private Optional<List<Limit>> limited(Bucket.Kind kind) {
        return Optional.of(limits.of(kind)).filter(some -> !some.isEmpty());
    }

    private void add(List<Bucket> buckets, Bucket.Kind kind, int weight, String what) {
        limited(kind).ifPresent(most -> buckets.add(new Bucket(kind, keyring.sharedBucket(kind, what), most, weight)));
    }

    private void addShare(List<Bucket> buckets, Bucket.Kind kind, int weight, String what) {
        int reserve = limits.pumping()
                .filter(guard -> !guard.isReportOnly())
                .map(PumpingGuard::reserve)
                .orElse(0);
        if (reserve > 0) {
            limited(kind)
                    .ifPresent(most -> buckets.add(new Bucket(
                            kind,
                            keyring.sharedBucket(kind, "strangers", what),
                            shares(most, reserve, weight),
                            weight)));
        }
    }

    /** Never less than one message. */
    private static List<Limit> shares(List<Limit> limits, int reserve, int weight) {
        return limits.stream()
                .map(limit ->
                        Limit.of((int) Math.max(weight, limit.permits() * (100L - reserve) / 100), limit.window()))
                .toList();
    }
}
