package dev.otpkit;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.Slot;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyCall;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shared backend with a local one behind it, for as long as the shared one is lost.
 *
 * <p>The local one serves new codes only, within this node's share of every limit: half of it, over all nodes. Store and
 * limiter switch together and stay for a minute at least; what the local one counted stays through every change. Before a
 * subject that it served is served by the shared one again, its failures are added there and its older code is erased, so
 * all nodes together let no more than half a budget through besides, or one guess a node where they are more than that.
 *
 * <p>The call that meets the loss fails, unless nothing has been done for it yet.
 */
final class StoreLoss implements OtpBackend, OtpStore, RateLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(OtpService.class);

    private final OtpBackend shared;
    private final OtpBackend local;
    private final Share share;
    private final Outage outage;
    private final LocalDeeds deeds = new LocalDeeds();

    StoreLoss(OtpBackend shared, OtpBackend local, Share share) {
        this.shared = shared;
        this.local = local;
        this.share = share;
        this.outage = new Outage(local.clock());
    }

    void tell(Events events) {
        outage.tell(events);
    }

    @Override
    public String name() {
        return outage.isOn() ? local.name() : shared.name();
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public OtpStore store() {
        return this;
    }

    @Override
    public RateLimiter limiter() {
        return this;
    }

    @Override
    public InstantSource clock() {
        return local.clock();
    }

    @Override
    public Permit acquire(List<Bucket> buckets, String callId) {
        if (buckets.isEmpty()) {
            return Permit.granted(); // asks no store, so it proves of none that it is there
        }
        if (outage.takes()) {
            return local.limiter().acquire(share.of(buckets), callId);
        }
        try {
            return onShared(() -> shared.limiter().acquire(buckets, callId));
        } catch (StoreException e) {
            if (!outage.isOn()) {
                throw e;
            }
            return local.limiter().acquire(share.of(buckets), callId); // nothing else has been done yet
        }
    }

    @Override
    public void giveBack(List<Bucket> buckets, String callId) {
        if (buckets.isEmpty()) {
            return;
        }
        // Whichever counted it: the other knows no such call.
        local.limiter().giveBack(share.of(buckets), callId);
        if (!outage.isOn()) {
            onShared(() -> {
                shared.limiter().giveBack(buckets, callId);
                return true;
            });
        }
    }

    @Override
    public List<Integer> taken(Bucket bucket) {
        return outage.takes()
                ? local.limiter().taken(share.of(List.of(bucket)).get(0))
                : onShared(() -> shared.limiter().taken(bucket));
    }

    @Override
    public OpenAnswer open(OpenCall call) {
        if (outage.takes()) {
            OpenAnswer answer = local.store().open(share.of(call));
            deeds.opened(call.slot()); // what the local store refused is no deed, and takes no room
            return answer;
        }
        return settled(call.slot(), () -> shared.store().open(call));
    }

    @Override
    public VerifyAnswer verify(VerifyCall call) {
        if (outage.takes()) {
            VerifyAnswer answer = local.store().verify(share.of(call));
            boolean counted =
                    answer.entry().filter(entry -> !entry.code().strong()).isPresent();
            if (answer.outcome() == VerifyAnswer.Outcome.REJECTED && counted) {
                deeds.failed(call.slot());
            }
            return answer;
        }
        return settled(call.slot(), () -> shared.store().verify(call));
    }

    @Override
    public boolean redeem(RedeemCall call) {
        return outage.takes()
                ? local.store().redeem(call)
                : settled(call.slot(), () -> shared.store().redeem(call))
                        || local.store().redeem(call);
    }

    @Override
    public SlotStatus status(Slot slot) {
        return outage.takes()
                ? local.store().status(share.of(slot))
                : settled(slot, () -> shared.store().status(slot));
    }

    @Override
    public void erase(Slot slot, Part part) {
        if (outage.takes()) {
            deeds.erased(slot, part); // first: what cannot be told to the shared store must not be promised
            local.store().erase(slot, part);
            return;
        }
        local.store().erase(slot, part);
        settled(slot, () -> {
            shared.store().erase(slot, part);
            return true;
        });
    }

    @Override
    public void absorb(Slot slot, int failures) {
        onShared(() -> {
            shared.store().absorb(slot, failures);
            return true;
        });
    }

    /** Tells the shared store first what was done to the subject behind its back. */
    private <T> T settled(Slot slot, Supplier<T> call) {
        T answer = onShared(() -> {
            deeds.settle(slot.subject(), shared.store(), local.store());
            return call.get();
        });
        settleOneMore();
        return answer;
    }

    /** Each call takes one subject along that has not come back, so that none waits for ever. */
    private void settleOneMore() {
        deeds.next().ifPresent(subject -> {
            try {
                deeds.settle(subject, shared.store(), local.store());
            } catch (StoreException e) {
                LOG.warn("what was done while the store was lost could not be told to it yet: {}", e.kind());
            }
        });
    }

    private <T> T onShared(Supplier<T> call) {
        try {
            T answer = call.get();
            outage.over();
            return answer;
        } catch (StoreException e) {
            if (e.isLoss()) {
                outage.begin();
            }
            throw e;
        }
    }
}
