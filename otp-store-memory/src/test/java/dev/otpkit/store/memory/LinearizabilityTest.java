package dev.otpkit.store.memory;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.Slot;
import dev.otpkit.store.VerifyAnswer;
import java.time.Instant;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** Whatever two or three threads are answered, one thread could have been answered in some order. */
@Param(name = "key", gen = IntGen.class, conf = "0:1")
@Param(name = "code", gen = IntGen.class, conf = "0:1")
@Param(name = "call", gen = IntGen.class, conf = "1:6")
public class LinearizabilityTest {
    private static final List<Slot> SLOTS = List.of(Calls.slot(1, 0), Calls.slot(1, 1));

    /** Where nothing is shared, and no switch of threads is worth a try. */
    private static final String[] LOCAL = {
        IdHash.class.getName(),
        IdHash.Key.class.getName(),
        "dev.otpkit.store.CodeRow",
        "dev.otpkit.store.FailureRow",
        "dev.otpkit.store.ReceiptRow",
        "dev.otpkit.store.History",
        Calls.class.getName()
    };

    private final OtpStore store;

    /** Called for each run; the hash is the same in all of them. */
    public LinearizabilityTest() {
        MemoryRows rows = new MemoryRows(1 << 18, () -> Instant.EPOCH, new IdHash.Key(new byte[16]));
        store = OtpBackend.on("memory", rows).store();
    }

    @Operation
    public String open(@Param(name = "key") int key, @Param(name = "code") int code, @Param(name = "call") int call) {
        OpenAnswer answer = store.open(Calls.open(SLOTS.get(key), code, call));
        return answer.outcome().toString();
    }

    @Operation
    public String verify(@Param(name = "key") int key, @Param(name = "code") int code, @Param(name = "call") int call) {
        VerifyAnswer answer = store.verify(Calls.verify(SLOTS.get(key), code, call));
        return answer.outcome() + " " + answer.attemptsLeft();
    }

    @Operation
    public boolean redeem(
            @Param(name = "key") int key, @Param(name = "call") int receipt, @Param(name = "call") int call) {
        return store.redeem(Calls.redeem(Calls.verify(SLOTS.get(key), 0, receipt), call));
    }

    @Operation
    public void erase(@Param(name = "key") int key) {
        store.erase(SLOTS.get(key), OtpStore.Part.CODE);
    }

    @Test
    void everyInterleavingTriedIsAnOrder() {
        new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(150)
                .addGuarantee(forClasses(LOCAL).allMethods().ignore())
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(1)
                .check(getClass());
    }

    @Test
    void runsOfRealThreadsAreAnOrder() {
        new StressOptions()
                .iterations(10)
                .invocationsPerIteration(1000)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(1)
                .check(getClass());
    }
}
