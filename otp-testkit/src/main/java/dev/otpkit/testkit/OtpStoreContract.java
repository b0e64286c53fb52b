package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpStore;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.VerifyAnswer.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Every test that a store must pass: a test class takes them on by implementing this and naming its backend.
 *
 * <pre>{@code
 * class MyStoreTest implements OtpStoreContract {
 *     public OtpBackend backend() {
 *         return OtpBackend.on("mine", myRows);
 *     }
 * }
 * }</pre>
 *
 * <p>It holds the guarantees of {@link OtpStore}: by literal tables (call, state, answer), by rules with a sentence for a
 * name, by random sequences against the state machine in plain Java, and by races. A backend that goes by a clock handed
 * to it implements {@link Clocked} and is tried to the millisecond and over 400 days; another one with short lives in real
 * time.
 */
public interface OtpStoreContract
        extends StoreTableRules, GuessRules, BudgetRules, ResendRules, ReceiptRules, StoreRaceRules {

    /** Random sequences of calls are answered as by the state machine in plain Java. */
    @Test
    default void randomSequencesAreAnsweredAsByThePlainStateMachine() {
        for (int seed = 0; seed < rounds() * 2; seed++) {
            OtpStore model =
                    PlainRows.backend(clock().orElseGet(MutableClock::new)).store();
            new StoreSequence(backend().store(), model, clock(), seed).run(60);
        }
    }

    /** What such a test asks besides, when {@link #clock} is present: the ends of all lives, to the millisecond. */
    interface Clocked extends OtpStoreContract {

        /** T6: early. */
        @Test
        default void aCodeIsAcceptedInTheLastMillisecondOfItsLifeAndNotAfterIt() {
            MutableClock clock = clock().orElseThrow();
            Subject subject = Subject.of(backend().store());
            subject.open("accepted");
            subject.open("refused");
            clock.advance(Subject.TTL.minusMillis(1));
            assertThat(subject.status("accepted").expiresIn()).isEqualTo(Duration.ofMillis(1));
            assertThat(subject.verify("accepted", "right")).isEqualTo(Outcome.ACCEPTED);
            clock.advance(Duration.ofMillis(1));
            assertThat(subject.status("refused").state()).isEqualTo(SlotStatus.State.EXPIRED);
            assertThat(subject.verify("refused", "right")).isEqualTo(Outcome.EXPIRED);
        }

        /** So that the answer can say what became of it; then nothing is left. */
        @Test
        default void aCodeIsRememberedForTenMinutesPastItsLifeAndForgottenThen() {
            MutableClock clock = clock().orElseThrow();
            Subject subject = Subject.of(backend().store());
            subject.accepted("used");
            subject.opening("exhausted").attempts(1).open();
            subject.verify("exhausted", "wrong");
            subject.open("expired");
            clock.advance(Subject.TTL.plusMinutes(10).minusMillis(1));
            assertThat(subject.verify("used", "right")).isEqualTo(Outcome.USED);
            assertThat(subject.verify("exhausted", "right")).isEqualTo(Outcome.EXPIRED);
            assertThat(subject.verify("expired", "right")).isEqualTo(Outcome.EXPIRED);
            clock.advance(Duration.ofMillis(1));
            for (String key : new String[] {"used", "exhausted", "expired"}) {
                assertThat(subject.verify(key, "right")).isEqualTo(Outcome.ABSENT);
                assertThat(subject.status(key).state()).isEqualTo(SlotStatus.State.NONE);
            }
        }

        /** A receipt in the last millisecond of its life, and after it. */
        @Test
        default void aReceiptIsRedeemedInTheLastMillisecondOfItsLifeAndNotAfterIt() {
            MutableClock clock = clock().orElseThrow();
            Subject subject = Subject.of(backend().store());
            var first = subject.accepted("first");
            var second = subject.accepted("second");
            clock.advance(Duration.ofMinutes(10).minusMillis(1));
            assertThat(subject.redeem(first)).isTrue();
            clock.advance(Duration.ofMillis(1));
            assertThat(subject.redeem(second)).isFalse();
        }

        /** Whole days of ten failures: no eleventh in any day. */
        @Test
        default void theBudgetsWindowSlides() {
            MutableClock clock = clock().orElseThrow();
            Subject subject = Subject.of(backend().store()).with(Subject.failures(3, Duration.ofDays(1)));
            subject.fail(1);
            clock.advance(Duration.ofHours(23));
            subject.fail(2);
            assertThat(subject.status(Subject.KEY).retryAfter()).hasValue(Duration.ofHours(1));
            clock.advance(Duration.ofHours(1).minusMillis(1));
            assertThat(subject.status(Subject.KEY).spent()).isTrue();
            clock.advance(Duration.ofMillis(1));
            assertThat(subject.room()).isEqualTo(1);
            assertThat(subject.status(Subject.KEY).retryAfter()).hasValue(Duration.ofHours(23));
        }

        /** A row that only a failure renews. */
        @Test
        default void failuresInARowAreRememberedForThirtyDaysAfterTheLast() {
            MutableClock clock = clock().orElseThrow();
            Subject subject = Subject.of(backend().store()).with(Subject.failures(100, Duration.ofHours(1)));
            for (Duration pause : new Duration[] {Duration.ofDays(30).minusMillis(1), Duration.ofDays(30)}) {
                subject.erase(Subject.KEY, OtpStore.Part.FAILURES);
                subject.fail(9);
                clock.advance(pause);
                boolean remembered = pause.compareTo(Duration.ofDays(30)) < 0;
                assertThat(subject.room()).isEqualTo(remembered ? 91 : 100);
            }
        }

        /** T2: the tenth failure in a row prolongs it. */
        @Test
        default void tenFailuresInARowAreRememberedForFourHundredDays() {
            MutableClock clock = clock().orElseThrow();
            Subject subject = Subject.of(backend().store()).with(Subject.failures(100, Duration.ofHours(1)));
            for (Duration pause : new Duration[] {Duration.ofDays(400).minusMillis(1), Duration.ofDays(400)}) {
                subject.erase(Subject.KEY, OtpStore.Part.FAILURES);
                subject.fail(10);
                clock.advance(pause);
                boolean remembered = pause.compareTo(Duration.ofDays(400)) < 0;
                assertThat(subject.room()).isEqualTo(remembered ? 90 : 100);
            }
        }

        /** T2: 60 failures, 31 days, 40 more. */
        @Test
        default void theConsecutiveLimitCountsOverMonths() {
            MutableClock clock = clock().orElseThrow();
            Subject subject = Subject.of(backend().store());
            for (int day = 0; day < 6; day++) {
                subject.fail(10);
                clock.advance(Duration.ofDays(1));
            }
            clock.advance(Duration.ofDays(30));
            for (int day = 0; day < 4; day++) {
                subject.fail(10);
                clock.advance(Duration.ofDays(1));
            }
            clock.advance(Duration.ofDays(398));
            assertThat(subject.status(Subject.KEY).spent()).isTrue();
            assertThat(subject.status(Subject.KEY).retryAfter()).isEmpty();
        }
    }
}
