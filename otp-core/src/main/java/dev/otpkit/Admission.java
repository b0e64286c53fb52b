package dev.otpkit;

import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Permit;
import dev.otpkit.store.Slot;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The permit of one message: asked for, and given back where it certainly did not leave. */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(OtpService.class);

    /** When asking a stopped place again may help: some of its messages may have left the window by then. */
    private static final Duration STOPPED_FOR = Duration.ofHours(1);

    private final Assembly with;
    private final boolean concealed;
    private final Recipient recipient;
    private final Destination destination;
    private final List<Place> places;
    private final List<Bucket> buckets;
    private String callId;

    Admission(
            Assembly with,
            boolean concealed,
            Recipient recipient,
            Destination destination,
            Slot slot,
            Optional<ClientNetwork> client) {
        this.with = with;
        this.concealed = concealed;
        this.recipient = recipient;
        this.destination = destination;
        this.places = with.conversion.places(destination);
        this.buckets = with.buckets.of(recipient, slot, client, destination);
        this.callId = with.keyring.callId();
    }

    /**
     * As a stranger's; and where a place refuses those, as a known number's if it is one, which is asked only then. Where
     * nobody may learn who is known everybody is a stranger.
     */
    Permit ask() {
        Permit permit = askAsStranger();
        boolean byPlace = permit.refusedBy()
                .filter(kind ->
                        kind == Bucket.Kind.COUNTRY || kind == Bucket.Kind.PREFIX || kind == Bucket.Kind.SPENDING)
                .isPresent();
        if (byPlace && !concealed && with.conversion.knows(recipient.countedAs())) {
            callId = with.keyring.callId(); // what was taken back of the refused one must not pass for this one
            return with.limiter.acquire(buckets, callId);
        }
        return permit;
    }

    private Permit askAsStranger() {
        List<Place> slowed = new ArrayList<>();
        for (Place place : with.conversion.isEnforced() ? places : List.<Place>of()) {
            switch (with.conversion.of(place)) {
                case STOPPED -> {
                    return Permit.refused(place.kind(), STOPPED_FOR);
                }
                case SLOWED -> slowed.add(place);
                case OPEN, VOUCHED -> {}
            }
        }
        List<Bucket> all = new ArrayList<>(buckets);
        all.addAll(with.buckets.ofStrangers(destination, slowed));
        return acquire(all);
    }

    /**
     * All or none; but where nobody may know whether a person's own limits are spent, the others are asked first and keep
     * their permit, as they do for somebody who is not there.
     */
    private Permit acquire(List<Bucket> all) {
        if (!concealed) {
            return with.limiter.acquire(all, callId);
        }
        List<Bucket> personal = SendBuckets.personal(all);
        List<Bucket> others =
                all.stream().filter(bucket -> !personal.contains(bucket)).toList();
        Permit permit = with.limiter.acquire(others, callId);
        return permit.isGranted() ? with.limiter.acquire(personal, callId) : permit;
    }

    /** What is sealed beside the code. */
    String marks(List<Recipient> audience) {
        return with.conversion.marks(
                places, audience.stream().map(Recipient::countedAs).toList());
    }

    /** The message left. */
    void left() {
        with.conversion.left(places);
    }

    /** A permit that is lost with the store is lost against the caller; the answer stands. */
    void giveBack() {
        try {
            with.limiter.giveBack(SendBuckets.personal(buckets), callId);
        } catch (StoreException e) {
            LOG.warn("a permit could not be given back: {}", e.kind());
        }
    }
}
