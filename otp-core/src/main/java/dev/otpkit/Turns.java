package dev.otpkit;

import dev.otpkit.delivery.Delivery;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.Route;
import dev.otpkit.limit.Permit;
import dev.otpkit.store.Slot;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.template.Values;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The recipients of one request, each in his turn: a permit of his own, the code that all share, a message of his own. One
 * thread at a time has it: first the request's, then the courier's.
 */
final class Turns implements Route {
    private final Assembly with;
    private final OtpRequest request;
    private final Purpose purpose;
    private final byte[] text;
    private final Slot slot;
    private final Map<String, String> details = new HashMap<>();
    private final StringJoiner notSent = new StringJoiner(",");
    private final Iterator<Recipient> recipients;
    private Recipient recipient;
    private @Nullable Admission held; // the permit of this turn, given back if its message is certainly not sent
    private boolean made; // the message of this turn
    private Codes.@Nullable Opened opened;
    private long openedAt;
    private long number;
    private Consumer<Delivery> told = delivery -> {};
    private @Nullable RequestResult refusal;

    Turns(Assembly with, OtpRequest request, Purpose purpose) {
        this.with = with;
        this.request = request;
        this.purpose = purpose;
        this.text = with.keyring.text(request.key());
        this.slot = with.keyring.slot(request.key(), text, purpose.budget());
        this.recipients = request.recipients().iterator();
        this.recipient = request.recipients().get(0);
    }

    Slot slot() {
        return slot;
    }

    /** Which of the key's requests this is, by when its code was opened. */
    long number() {
        return number;
    }

    /** Whether the code was opened for this request, rather than sent again. */
    boolean isFresh() {
        return opened().fresh();
    }

    void whenEnded(Consumer<Delivery> told) {
        this.told = told;
    }

    @Override
    public void ended(Delivery delivery) {
        told.accept(delivery);
    }

    /** What events tell; kept only where somebody listens. */
    Map<String, String> details() {
        return details;
    }

    /** Limits, and opens the code if no turn before has: whether the next recipient that can be reached may have a message. */
    boolean take() {
        while (recipients.hasNext()) {
            recipient = recipients.next();
            if (!details.isEmpty()) {
                details.keySet().retainAll(Set.of("opened", "resent", "not_sent")); // the rest is of the turn before
            }
            note("recipient_kind", recipient.kind());
            note("decoy", Boolean.toString(recipient.isDecoy()));
            Destination destination = with.courier.route(recipient);
            if (!destination.isRefused()) { // before the limits: a refused country never replaces a live code
                return take(destination);
            }
            destination.refusal().ifPresent(reason -> note("refused", reason));
        }
        return false;
    }

    private boolean take(Destination destination) {
        Admission admission =
                new Admission(with, purpose.policy().isConcealed(), recipient, destination, slot, request.clientIp());
        Permit permit = admission.ask();
        if (!permit.isGranted()) {
            refusal = RequestResult.limited(purpose.format(isLong()), permit); // no next recipient: a way around it
            permit.refusedBy().ifPresent(kind -> note("limited_by", kind.name()));
            return false;
        }
        held = admission;
        made = false;
        boolean taken = false;
        try {
            Codes.Opened code = open(admission);
            if (code.code().isEmpty()) {
                refusal = RequestResult.locked(purpose.format(false), code.retryAfter());
            } else {
                note(code.fresh() ? "opened" : "resent", "true");
                taken = true;
            }
        } finally {
            giveBackUnless(taken);
        }
        return taken;
    }

    private Codes.Opened open(Admission admission) {
        if (opened == null) {
            opened = with.codes.open(
                    purpose, request.key(), text, slot, request.recipients(), admission.marks(request.recipients()));
            openedAt = System.nanoTime();
            number = with.waiting.number();
        }
        return opened;
    }

    private Codes.Opened opened() {
        return Objects.requireNonNull(opened, "no code yet");
    }

    @Override
    public Recipient recipient() {
        return recipient;
    }

    @Override
    public Optional<Duration> goodFor() {
        return Optional.of(opened().expiresIn());
    }

    @Override
    public Optional<Message> next(Optional<DeliveryResult> before) {
        if (before.isPresent()) {
            settle(before.get());
            if (!take()) {
                return Optional.empty();
            }
        }
        try {
            Message message = render();
            made = true;
            return Optional.of(message);
        } finally {
            if (!made) {
                note("not_sent", notSent.add(recipient.kind()).toString());
                giveBackUnless(purpose.policy().isConcealed());
            }
        }
    }

    private Message render() {
        // Whole seconds: what waited for less says "5 minutes" still.
        Duration waited = Duration.ofNanos(System.nanoTime() - openedAt).truncatedTo(ChronoUnit.SECONDS);
        Duration left = opened().expiresIn().minus(waited);
        return with.template.render(new Values(
                recipient,
                code().code(),
                left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left,
                purpose.name(),
                request.key().bindings(),
                request.locale(),
                request.variables()));
    }

    private SealedCode code() {
        return opened().code().orElseThrow();
    }

    /** The last turn is over. */
    void end(Delivery delivery) {
        delivery.channel().ifPresent(channel -> note("channel", channel));
        delivery.result().ifPresent(this::settle);
    }

    /** What the courier did not even take, or threw away before a message was made, costs no permit. */
    void abandon() {
        giveBackUnless(made);
    }

    @SuppressWarnings("ReferenceEquality") // a channel may say the same words
    private void settle(DeliveryResult result) {
        Admission admission = held;
        if (admission == null) {
            return;
        }
        if (!result.surelyNotSent()) {
            if (result.outcome() == DeliveryResult.Outcome.SENT) {
                admission.left(); // a provider's bad hour is not held against a place
            }
            note("sent_to", recipient.masked());
            if (result.outcome() == DeliveryResult.Outcome.UNKNOWN) {
                note("unknown", "true");
            }
            held = null;
            return;
        }
        if (result == Delivery.WITHDRAWN) {
            note("withdrawn", "true");
        } else {
            note("not_sent", notSent.add(recipient.kind()).toString());
        }
        // What a reply says about the recipient is his own, and buys him no new try; nor does a message that he had
        // replaced. A decoy knows no faults: where it must look the same, nothing comes back.
        boolean kept = result.fault() == DeliveryResult.Fault.RECIPIENT
                || result == Delivery.WITHDRAWN
                || purpose.policy().isConcealed();
        giveBackUnless(kept);
        held = null;
    }

    private void giveBackUnless(boolean kept) {
        Admission admission = held;
        if (!kept && admission != null) {
            held = null;
            admission.giveBack();
        }
    }

    /** Why no recipient got a turn. */
    RequestResult refusal() {
        return refusal != null ? refusal : RequestResult.undelivered(purpose.format(false), Optional.empty());
    }

    /** What the caller is told once the courier is done. */
    RequestResult result(Delivery delivery) {
        if (refusal != null) {
            return refusal;
        }
        boolean failed = delivery.result().filter(DeliveryResult::surelyNotSent).isPresent();
        return failed
                ? RequestResult.undelivered(purpose.format(code().strong()), Optional.of(delivery))
                : sent(delivery);
    }

    RequestResult sent(Delivery delivery) {
        return RequestResult.sent(opened().expiresIn(), purpose.format(code().strong()), delivery);
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

    private void note(String detail, String value) {
        if (with.events.isHeard()) {
            details.put(detail, value);
        }
    }
}
