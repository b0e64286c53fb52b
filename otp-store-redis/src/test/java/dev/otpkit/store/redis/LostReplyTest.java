package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.VerifyAnswer.Outcome;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/**
 * T25: the server has done what it was asked, and its reply is lost. The call is repeated with its own tag, while others
 * have called in between, and counts once.
 */
class LostReplyTest {
    /** {@code -Dlosses=1000} is the long form. */
    private static final int LOSSES = Integer.getInteger("losses", 200);

    private static final int OTHERS = 20;

    private static RedisProcess server;
    private static Wire wire;
    private static UnifiedJedis lossy;
    private static UnifiedJedis whole;
    private static OtpBackend backend;
    private static OtpBackend others;

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
        wire = new Wire(server.port());
        lossy = Clients.of(wire.port(), 1, Duration.ofSeconds(10));
        whole = Clients.of(server);
        backend = RedisBackend.builder(lossy).standalone().build();
        others = RedisBackend.builder(whole).standalone().build();
        // A script that the server does not know yet would lose the reply that says so.
        Person person = new Person();
        VerifyCall guess = person.rightGuess();
        others.store().open(person.opening());
        others.store().verify(guess);
        others.store().redeem(person.redeeming(guess));
        others.store().erase(person.slot(), OtpStore.Part.CODE);
        others.limiter().acquire(person.buckets(), "x");
        others.limiter().giveBack(person.buckets(), "x");
    }

    @AfterAll
    static void stop() {
        lossy.close();
        whole.close();
        wire.close();
        server.close();
    }

    /** The answer that comes of the repeat, others having called between it and the loss. */
    private static <T> T lost(Supplier<T> call, Runnable meanwhile) {
        wire.losesNextReply(meanwhile);
        T answer = call.get();
        assertThat(wire.hasLost()).isTrue();
        return answer;
    }

    private static List<Outcome> verifies(List<VerifyCall> guesses) {
        return guesses.stream()
                .map(guess -> others.store().verify(guess).outcome())
                .toList();
    }

    private static List<VerifyCall> guesses(Person person, int right, int wrong) {
        List<VerifyCall> guesses = new ArrayList<>();
        for (int i = 0; i < right; i++) {
            guesses.add(person.rightGuess());
        }
        for (int i = 0; i < wrong; i++) {
            guesses.add(person.wrongGuess());
        }
        Collections.shuffle(guesses);
        return guesses;
    }

    @Test
    void openIsAppliedOnceAndRefillsNothing() {
        for (int i = 0; i < LOSSES; i++) {
            Person person = new Person();
            OpenCall call = person.opening();
            int guesses = i % 2 == 0 ? 1 : OTHERS; // of which three are compared
            OpenAnswer answer = lost(() -> backend.store().open(call), () -> verifies(guesses(person, 0, guesses)));

            assertThat(answer.outcome()).isEqualTo(OpenAnswer.Outcome.OPENED);
            assertThat(others.store().status(person.slot()).attemptsLeft())
                    .isEqualTo(Math.max(0, Person.ATTEMPTS - guesses));
            assertThat(others.store().verify(person.rightGuess()).outcome())
                    .isEqualTo(guesses == 1 ? Outcome.ACCEPTED : Outcome.EXHAUSTED);
        }
    }

    @Test
    void theOneAcceptedReachesItsCaller() {
        for (int i = 0; i < LOSSES; i++) {
            Person person = new Person();
            others.store().open(person.opening());
            VerifyCall call = person.rightGuess();
            List<Outcome> meanwhile = new ArrayList<>();
            Outcome outcome = lost(
                    () -> backend.store().verify(call).outcome(),
                    () -> meanwhile.addAll(verifies(guesses(person, OTHERS / 2, OTHERS / 2))));

            assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
            assertThat(meanwhile).hasSize(OTHERS).containsOnly(Outcome.USED);
            assertThat(others.store().redeem(person.redeeming(call))).isTrue();
        }
    }

    @Test
    void aWrongGuessIsCountedOnce() {
        for (int i = 0; i < LOSSES; i++) {
            Person person = new Person();
            others.store().open(person.opening());
            List<Outcome> meanwhile = new ArrayList<>();
            VerifyCall call = person.wrongGuess();
            Outcome outcome = lost(
                    () -> backend.store().verify(call).outcome(),
                    () -> meanwhile.addAll(verifies(guesses(person, 0, OTHERS))));

            assertThat(outcome).isEqualTo(Outcome.REJECTED);
            assertThat(meanwhile.stream().filter(Outcome.REJECTED::equals)).hasSize(Person.ATTEMPTS - 1);
            assertThat(failures(person)).isEqualTo(Person.ATTEMPTS);
        }
    }

    @Test
    void aWrongGuessLeavesTheOtherAttempts() {
        for (int i = 0; i < LOSSES / 2; i++) {
            Person person = new Person();
            others.store().open(person.opening());
            VerifyCall call = person.wrongGuess();
            lost(() -> backend.store().verify(call), () -> {});
            assertThat(others.store().status(person.slot()).attemptsLeft()).isEqualTo(Person.ATTEMPTS - 1);
            assertThat(failures(person)).isEqualTo(1);
        }
    }

    private static int failures(Person person) {
        byte[] row = whole.get(new Keys("otp").failures(person.slot()));
        return (row.length - 14) / 10;
    }

    @Test
    void redeemIsYesToOneCaller() {
        for (int i = 0; i < LOSSES; i++) {
            Person person = new Person();
            others.store().open(person.opening());
            VerifyCall guess = person.rightGuess();
            others.store().verify(guess);
            RedeemCall call = person.redeeming(guess);
            List<Boolean> meanwhile = new ArrayList<>();
            boolean redeemed = lost(() -> backend.store().redeem(call), () -> {
                for (int other = 0; other < OTHERS; other++) {
                    meanwhile.add(others.store().redeem(person.redeeming(guess)));
                    others.store().verify(person.wrongGuess());
                }
            });
            assertThat(redeemed).isTrue();
            assertThat(meanwhile).hasSize(OTHERS).containsOnly(false);
        }
    }

    @Test
    void acquireIsCountedOnce() {
        for (int i = 0; i < LOSSES; i++) {
            Person person = new Person();
            String callId = Person.callId();
            List<Boolean> meanwhile = new ArrayList<>();
            boolean granted = lost(
                    () -> backend.limiter().acquire(person.buckets(), callId).isGranted(), () -> {
                        for (int other = 0; other < OTHERS; other++) {
                            meanwhile.add(acquired(person));
                        }
                    });
            assertThat(granted).isTrue();
            assertThat(Collections.frequency(meanwhile, true)).isEqualTo(Person.SENDS - 1);
            assertThat(acquired(person)).isFalse();
        }
    }

    private static boolean acquired(Person person) {
        return others.limiter().acquire(person.buckets(), Person.callId()).isGranted();
    }

    @Test
    void givingBackTwiceMakesRoomOnce() {
        for (int i = 0; i < LOSSES; i++) {
            Person person = new Person();
            String callId = Person.callId();
            others.limiter().acquire(person.buckets(), callId);
            for (int other = 1; other < Person.SENDS; other++) {
                assertThat(acquired(person)).isTrue();
            }
            List<Boolean> meanwhile = new ArrayList<>();
            lost(
                    () -> {
                        backend.limiter().giveBack(person.buckets(), callId);
                        return true;
                    },
                    () -> {
                        meanwhile.add(acquired(person));
                        meanwhile.add(acquired(person));
                    });
            backend.limiter().giveBack(person.buckets(), callId);
            assertThat(acquired(person)).isFalse();
            assertThat(Collections.frequency(meanwhile, true)).isEqualTo(1);
        }
    }

    /** Where a bucket's calls are not remembered one by one, what is taken back twice would be a permit too many. */
    @Test
    void whatARefusedCallTakesBackIsTakenBackOnce() {
        OtpBackend inTwoRounds = RedisBackend.of(lossy);
        for (int i = 0; i < LOSSES / 10; i++) {
            Bucket all = bucket(Bucket.Kind.GLOBAL, 101);
            Bucket one = bucket(Bucket.Kind.RECIPIENT, 1);
            others.limiter().acquire(List.of(one), Person.callId());
            for (int other = 0; other < 100; other++) {
                others.limiter().acquire(List.of(all), Person.callId());
            }
            wire.losesReply(3, () -> {});
            assertThat(inTwoRounds
                            .limiter()
                            .acquire(List.of(all, one), Person.callId())
                            .isGranted())
                    .isFalse();
            assertThat(wire.hasLost()).isTrue();
            int room = 0;
            while (others.limiter().acquire(List.of(all), Person.callId()).isGranted()) {
                room++;
            }
            assertThat(room).isEqualTo(1);
        }
    }

    private static Bucket bucket(Bucket.Kind kind, int permits) {
        return new Bucket(kind, Person.callId(), List.of(Limit.of(permits, Duration.ofHours(1))));
    }

    @Test
    void whatWasErasedStaysErased() {
        for (int i = 0; i < LOSSES / 10; i++) {
            Person person = new Person();
            others.store().open(person.opening());
            lost(
                    () -> {
                        backend.store().erase(person.slot(), OtpStore.Part.CODE);
                        return true;
                    },
                    () -> {});
            assertThat(others.store().verify(person.rightGuess()).outcome()).isEqualTo(Outcome.ABSENT);
        }
    }
}
