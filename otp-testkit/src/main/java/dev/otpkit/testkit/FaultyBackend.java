package dev.otpkit.testkit;

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
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyCall;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * A backend that works until a test says otherwise.
 *
 * <pre>{@code
 * FaultyBackend backend = new FaultyBackend(new MemoryBackend());
 * backend.always(SimulatedFault.refusing(StoreException.Kind.UNREACHABLE));   // down
 * backend.heal();                                                            // and up again
 * }</pre>
 *
 * <p>Faults meet the calls of store and limiter alike, in the order in which these are made. Any number of threads may
 * call; a later fault replaces one that has calls left.
 */
public final class FaultyBackend implements OtpBackend {
    private final OtpBackend backend;
    private final Faults faults = new Faults();
    private final OtpStore store = new Store();
    private final RateLimiter limiter = new Limiter();

    /** Works as this one does. */
    public FaultyBackend(OtpBackend backend) {
        this.backend = backend;
    }

    /** So many calls from now have this fault. */
    public void next(int calls, SimulatedFault fault) {
        faults.begin(calls, fault);
    }

    /** Every call from now on has this fault. */
    public void always(SimulatedFault fault) {
        faults.begin(Long.MAX_VALUE, fault);
    }

    /** No call from now on has a fault. */
    public void heal() {
        faults.end();
    }

    /** How many calls there were, with and without a fault. */
    public long calls() {
        return faults.calls();
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public boolean shared() {
        return backend.shared();
    }

    @Override
    public InstantSource clock() {
        return backend.clock();
    }

    @Override
    public OtpStore store() {
        return store;
    }

    @Override
    public RateLimiter limiter() {
        return limiter;
    }

    private <T> T call(Supplier<T> call) {
        SimulatedFault fault = faults.take();
        return fault == null ? call.get() : fault.store(call);
    }

    private void run(Runnable call) {
        this.<Boolean>call(() -> {
            call.run();
            return true;
        });
    }

    private final class Store implements OtpStore {
        @Override
        public OpenAnswer open(OpenCall call) {
            return call(() -> backend.store().open(call));
        }

        @Override
        public VerifyAnswer verify(VerifyCall call) {
            return call(() -> backend.store().verify(call));
        }

        @Override
        public boolean redeem(RedeemCall call) {
            return FaultyBackend.this.<Boolean>call(() -> backend.store().redeem(call));
        }

        @Override
        public SlotStatus status(Slot slot) {
            return call(() -> backend.store().status(slot));
        }

        @Override
        public void erase(Slot slot, Part part) {
            run(() -> backend.store().erase(slot, part));
        }

        @Override
        public void absorb(Slot slot, int failures) {
            run(() -> backend.store().absorb(slot, failures));
        }
    }

    private final class Limiter implements RateLimiter {
        @Override
        public Permit acquire(List<Bucket> buckets, String callId) {
            return call(() -> backend.limiter().acquire(buckets, callId));
        }

        @Override
        public void giveBack(List<Bucket> buckets, String callId) {
            run(() -> backend.limiter().giveBack(buckets, callId));
        }

        @Override
        public List<Integer> taken(Bucket bucket) {
            return call(() -> backend.limiter().taken(bucket));
        }
    }
}
