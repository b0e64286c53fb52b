package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What callers of a backend get while something is wrong: an answer, or a fault, and in any case before long. */
final class Answers {
    /** A multiple of whatever a test configures, and no wait without an end. */
    private static final long PATIENCE_SECONDS = 20;

    private Answers() {}

    /** Every call that changes something, for somebody with a live code. */
    static Map<String, Runnable> calls(OtpBackend backend, Person person) {
        VerifyCall guess = person.rightGuess();
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("acquire", () -> backend.limiter().acquire(person.buckets(), Person.callId()));
        calls.put("open", () -> backend.store().open(new Person().opening()));
        calls.put("verify wrong", () -> backend.store().verify(person.wrongGuess()));
        calls.put("verify right", () -> backend.store().verify(guess));
        return calls;
    }

    /** Of all calls the same kind of fault, in time. */
    static void areFaults(OtpBackend backend, Person person, StoreException.Kind kind) {
        calls(backend, person)
                .forEach((name, call) -> assertThat(faultOf(call)).as(name).contains(kind));
    }

    /** The person, whose code nobody has guessed at, is served as if nothing had happened. */
    static void areWhole(OtpBackend backend, Person person) {
        OtpStore store = backend.store();
        VerifyAnswer wrong = store.verify(person.wrongGuess());
        assertThat(wrong.outcome()).isEqualTo(VerifyAnswer.Outcome.REJECTED);
        assertThat(wrong.attemptsLeft()).isEqualTo(Person.ATTEMPTS - 1);
        VerifyCall guess = person.rightGuess();
        assertThat(store.verify(guess).outcome()).isEqualTo(VerifyAnswer.Outcome.ACCEPTED);
        assertThat(store.redeem(person.redeeming(guess))).isTrue();
        for (int i = 0; i < Person.SENDS; i++) {
            assertThat(backend.limiter()
                            .acquire(person.buckets(), Person.callId())
                            .isGranted())
                    .isTrue();
        }
        assertThat(backend.limiter().acquire(person.buckets(), Person.callId()).isGranted())
                .isFalse();
    }

    /** Empty when it was answered. */
    static Optional<StoreException.Kind> faultOf(Runnable call) {
        CompletableFuture<Optional<StoreException.Kind>> fault = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        call.run();
                        fault.complete(Optional.empty());
                    } catch (StoreException e) {
                        fault.complete(Optional.of(e.kind()));
                    } catch (Throwable e) {
                        fault.completeExceptionally(e);
                    }
                },
                "caller");
        thread.setDaemon(true);
        thread.start();
        try {
            return fault.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("neither an answer nor a StoreException", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer in time", e);
        }
    }
}
