package dev.otpkit;

import dev.otpkit.delivery.Delivery;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Permit;
import dev.otpkit.store.Slot;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.StoreException;
import dev.otpkit.template.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The walk of one request: limit, generate, store, render, deliver.
 *
 * <p>Limit before generate, since a refused request must not replace a live code. Store before deliver, so that whatever
 * arrives will verify. Nothing is undone after an outcome that is not certain.
 */
final class RequestWalk {
    private static final Logger LOG = LoggerFactory.getLogger(OtpService.class);

    private final Assembly with;
    private final OtpRequest request;
    private final Purpose purpose;
    private final byte[] text;
    private final Slot slot;
    private final Map<String, String> details = new HashMap<>();
    private Codes.@Nullable Opened opened;

    RequestWalk(Assembly with, OtpRequest request) {
        this.with = with;
        this.request = request;
        this.purpose = with.purpose(request);
        this.text = with.keyring.text(request.key());
        this.slot = with.keyring.slot(request.key(), text, purpose.budget());
    }

    RequestResult walk() {
        long started = System.nanoTime();
        try {
            RequestResult result = turns();
            note("outcome", result.outcome().name());
            result.limitedBy().ifPresent(kind -> note("limited_by", kind.name()));
            with.events.of(OtpEvent.Kind.REQUESTED, request.key(), started, details);
            return purpose.policy().isConcealed() ? result.concealed(purpose) : result;
        } catch (StoreException e) {
            note("store_exception", e.kind().name());
            with.events.of(OtpEvent.Kind.FAILED, request.key(), started, details);
            throw e;
        }
    }

    private RequestResult turns() {
        RequestResult result = RequestResult.undelivered(purpose.format(false), Optional.empty());
        StringJoiner notSent = new StringJoiner(",");
        for (Recipient recipient : request.recipients()) {
            if (!details.isEmpty()) {
                details.keySet().retainAll(Set.of("opened", "resent", "not_sent")); // the rest is of the turn before
            }
            note("recipient_kind", recipient.kind());
            note("decoy", Boolean.toString(recipient.isDecoy()));
            Destination destination = with.courier.route(recipient);
            if (destination.isRefused()) {
                continue; // before the limits: a refused country never replaces a live code
            }
            result = turnOf(recipient, destination);
            if (result.outcome() != RequestResult.Outcome.UNDELIVERED) {
                break; // a limit too: the next recipient would be a way around it
            }
            note("not_sent", notSent.add(recipient.kind()).toString());
        }
        return result;
    }

    private RequestResult turnOf(Recipient recipient, Destination destination) {
        String callId = with.keyring.callId();
        List<Bucket> counted = with.buckets.of(recipient, slot, request.clientIp(), destination);
        Permit permit = acquire(counted, callId);
        if (!permit.isGranted()) {
            return RequestResult.limited(purpose.format(isLong()), permit);
        }
        boolean owed = false;
        try {
            if (opened == null) {
                opened = with.codes.open(purpose, request.key(), text, slot, request.recipients());
            }
            if (opened.code().isEmpty()) {
                return RequestResult.locked(purpose.format(false), opened.retryAfter());
            }
            SealedCode code = opened.code().get();
            note(opened.fresh() ? "opened" : "resent", "true");
            Message message = render(recipient, code, opened);

            owed = true; // until the opposite is certain, whatever is thrown
            Delivery delivery = with.courier.deliver(message);
            DeliveryResult delivered = delivery.result().orElseThrow();
            delivery.channel().ifPresent(channel -> note("channel", channel));
            if (!delivered.surelyNotSent()) {
                note("sent_to", recipient.masked());
                return RequestResult.sent(opened.expiresIn(), purpose.format(code.strong()), delivery);
            }
            // What a reply says about the recipient is his own, and buys him no new try.
            // A decoy knows no faults: where it must look the same, nothing comes back.
            owed = delivered.fault() == DeliveryResult.Fault.RECIPIENT
                    || purpose.policy().isConcealed();
            return RequestResult.undelivered(purpose.format(code.strong()), Optional.of(delivery));
        } finally {
            if (!owed) {
                giveBack(counted, callId);
            }
        }
    }

    /**
     * All or none; but where nobody may know whether a person's own limits are spent, the others are asked first and keep
     * their permit, as they do for somebody who is not there.
     */
    private Permit acquire(List<Bucket> counted, String callId) {
        if (!purpose.policy().isConcealed()) {
            return with.limiter.acquire(counted, callId);
        }
        List<Bucket> personal = SendBuckets.personal(counted);
        List<Bucket> others =
                counted.stream().filter(bucket -> !personal.contains(bucket)).toList();
        Permit permit = with.limiter.acquire(others, callId);
        return permit.isGranted() ? with.limiter.acquire(personal, callId) : permit;
    }

    /** Whether a concealed refusal stands before a long code, which the page must ask for all the same. */
    private boolean isLong() {
        if (!purpose.policy().isConcealed() || purpose.policy().lockWhenSpent()) {
            return false;
        }
        SlotStatus known = with.store.status(slot);
        return known.spent()
                || known.entry().filter(entry -> entry.code().strong()).isPresent();
    }

    private Message render(Recipient recipient, SealedCode code, Codes.Opened opened) {
        return with.template.render(new Values(
                recipient,
                code.code(),
                opened.expiresIn(),
                purpose.name(),
                request.key().bindings(),
                request.locale(),
                request.variables()));
    }

    /** What only an event needs is not kept for nobody. */
    private void note(String detail, String value) {
        if (with.events.isHeard()) {
            details.put(detail, value);
        }
    }

    /** A permit that is lost with the store is lost against the caller; the answer stands. */
    private void giveBack(List<Bucket> counted, String callId) {
        try {
            with.limiter.giveBack(SendBuckets.personal(counted), callId);
        } catch (StoreException e) {
            LOG.warn("a permit could not be given back: {}", e.kind());
        }
    }
}
