package dev.otpkit;

import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Permit;
import dev.otpkit.store.Slot;
import dev.otpkit.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The permit of one message: asked for, and given back where it certainly did not leave. */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(OtpService.class);

    /** Who may be passed by a known number. */
    private static final Set<Bucket.Kind> BY_PLACE =
            Set.of(Bucket.Kind.COUNTRY, Bucket.Kind.PREFIX, Bucket.Kind.SPENDING, Bucket.Kind.PUMPING);

    private final Assembly with;
    private final boolean concealed;
    private final Recipient recipient;
    private final Optional<ClientNetwork> client;
    private final Slot slot;
    private final Destination destination;
    private final List<Place> places;
    private final List<Bucket> buckets;
    private String callId;

    /** A purpose that is concealed sends to accounts alone: whether it is slowed, and by whom, would tell which there are. */
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
        this.client = client;
        this.slot = slot;
        this.destination = destination;
        this.places = concealed ? List.of() : with.conversion.places(destination);
        this.buckets = with.buckets.of(recipient, slot, client, destination);
        this.callId = with.keyring.callId();
    }

    /** As a stranger's; and where a place refuses those, as a known number's if it is one, which is asked only then. */
    Permit ask() {
        List<Bucket> all = new ArrayList<>(buckets);
        all.addAll(with.buckets.ofStrangers(recipient, destination, with.conversion.heldUp(places)));
        Permit permit = concealed ? askConcealed(all) : with.limiter.acquire(all, callId);
        boolean byPlace = permit.refusedBy().filter(BY_PLACE::contains).isPresent();
        if (permit.isGranted() || byPlace) {
            with.conversion.judge(places); // not for who is refused himself: that is free, and must cost nobody
        }
        return byPlace && !concealed && isKnown() ? askAsKnown(permit) : permit;
    }

    /** Who asks for one number after the other to see which is known counts against his network each time. */
    private boolean isKnown() {
        Optional<Bucket> question = with.buckets.question(client);
        return (question.isEmpty()
                        || with.limiter
                                .acquire(List.of(question.get()), with.keyring.callId())
                                .isGranted())
                && with.conversion.knows(recipient.countedAs());
    }

    private Permit askAsKnown(Permit refused) {
        callId = with.keyring.callId(); // what was taken back of the refused one must not pass for this one
        List<Bucket> all = new ArrayList<>(buckets);
        all.add(with.buckets.ofKnown(recipient));
        Permit permit = with.limiter.acquire(all, callId);
        return permit.refusedBy().filter(Bucket.Kind.KNOWN::equals).isPresent() ? refused : permit;
    }

    /**
     * Where nobody may know whether a person's own limits are spent, the others are asked first and keep their permit, as they
     * do for somebody who is not there. Beside those of places stands how often was asked for this person, there or not,
     * or one number would use up everybody's.
     */
    private Permit askConcealed(List<Bucket> all) {
        List<Bucket> personal = SendBuckets.personal(all);
        List<Bucket> ofPlaces =
                all.stream().filter(bucket -> BY_PLACE.contains(bucket.kind())).toList();
        List<Bucket> others = new ArrayList<>(all);
        others.removeAll(personal);
        others.removeAll(ofPlaces);
        Permit permit = with.limiter.acquire(others, callId);
        if (permit.isGranted() && !ofPlaces.isEmpty()) {
            List<Bucket> guarded = new ArrayList<>(ofPlaces);
            with.buckets.asked(recipient).ifPresent(guarded::add);
            permit = with.limiter.acquire(guarded, callId);
        }
        return permit.isGranted() ? with.limiter.acquire(personal, callId) : permit;
    }

    /** What is sealed beside the code, whoever of these it will go to. */
    String marks(List<Recipient> audience) {
        if (!with.conversion.isOn()) {
            return ""; // nobody is asked for a route once more
        }
        List<Place> mayGo = new ArrayList<>();
        for (Recipient to : concealed ? List.<Recipient>of() : audience) {
            mayGo.addAll(with.conversion.places(with.courier.route(to)));
        }
        return with.conversion.marks(
                mayGo, audience.stream().map(Recipient::countedAs).toList());
    }

    /** The message left. */
    void left() {
        with.conversion.left(places, slot.key());
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
