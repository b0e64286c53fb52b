package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.code.CodeFormat;
import dev.otpkit.code.OtpGenerator;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** When the budget is spent: long codes instead of a lock-out. */
class SpentBudgetTest {
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final CodeFormat SHORT = new CodeFormat(6, CodeFormat.Alphabet.DIGITS);
    private static final CodeFormat LONG = new CodeFormat(15, CodeFormat.Alphabet.LETTERS);

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = backend.service(channel)
            .purpose("login")
            .purpose(
                    "payment",
                    OtpPolicy.builder().longCode(OtpGenerator.letters(16)).build())
            .purpose("apart", OtpPolicy.builder().budget("own").build())
            .purpose("locking", OtpPolicy.builder().lockWhenSpent().build())
            .budget("own", Limit.of(10, Duration.ofDays(1)))
            .limits(SendLimits.allowUnlimited("the budget alone matters"))
            .build();

    private String ask(OtpKey key) {
        otp.request(key, ADA);
        return channel.code();
    }

    private void spend() {
        for (int i = 0; i < 10; i++) {
            OtpKey key = KEY.boundTo("flow", "spent-" + i / 3);
            String code = i % 3 == 0 ? ask(key) : channel.code();
            assertThat(otp.verify(key, Wrong.code(code, 1 + i)).outcome()).isEqualTo(Outcome.REJECTED);
        }
    }

    @Test
    void thePageIsToldAndWhatIsTypedInGroupsIsRead() {
        assertThat(otp.request(KEY, ADA).format()).isEqualTo(SHORT);
        spend();
        RequestResult result = otp.request(KEY, ADA);

        assertThat(result.outcome()).isEqualTo(RequestResult.Outcome.SENT);
        assertThat(result.format()).isEqualTo(LONG);
        String code = channel.code();
        String typed = code.substring(0, 5) + " " + code.substring(5, 10) + "-" + code.substring(10);
        assertThat(otp.verify(KEY, typed.toLowerCase(Locale.ROOT)).accepted()).isTrue();
    }

    @Test
    void everyLiveShortCodeOfTheSubjectDies() {
        OtpKey payment = OtpKey.of("payment", "user-42").boundTo("amount", "EUR 10.00");
        String login = ask(KEY);
        String paying = ask(payment);
        spend();

        assertThat(otp.verify(KEY, login).outcome()).isEqualTo(Outcome.EXHAUSTED);
        assertThat(otp.verify(payment, paying).outcome()).isEqualTo(Outcome.EXHAUSTED);
        assertThat(otp.status(KEY).state()).isEqualTo(OtpStatus.State.EXHAUSTED);
        assertThat(ask(payment)).hasSize(16);
    }

    @Test
    void theStatusTellsUntilWhenASubjectIsLockedAndOnlyWhereThePolicyLocks() {
        OtpKey locking = OtpKey.of("locking", "user-42");
        ask(locking);
        ask(KEY);
        assertThat(otp.status(locking).state()).isEqualTo(OtpStatus.State.LIVE);
        assertThat(otp.status(locking).retryAfter()).isEmpty();
        spend();

        backend.advance(Duration.ofMillis(1));
        assertThat(otp.status(locking).state()).isEqualTo(OtpStatus.State.LOCKED);
        assertThat(otp.status(locking).retryAfter()).as("rounded up").contains(Duration.ofHours(24));
        assertThat(otp.status(KEY).state()).isEqualTo(OtpStatus.State.EXHAUSTED);
        assertThat(otp.status(KEY).retryAfter()).as("a long code helps at once").isEmpty();

        backend.advance(Duration.ofHours(24).minusMillis(2));
        assertThat(otp.status(locking).retryAfter()).contains(Duration.ofSeconds(1));
        backend.advance(Duration.ofMillis(1));
        assertThat(otp.status(locking).state()).isEqualTo(OtpStatus.State.NONE);
        assertThat(otp.status(locking).retryAfter()).isEmpty();
    }

    @Test
    void anotherBudgetAndAnotherSubjectAreNotSpent() {
        OtpKey apart = OtpKey.of("apart", "user-42");
        String code = ask(apart);
        spend();

        assertThat(otp.verify(apart, code).accepted()).isTrue();
        assertThat(ask(apart)).hasSize(6);
        assertThat(ask(OtpKey.of("login", "user-43"))).hasSize(6);
    }

    @Test
    void aLongCodeBearsThreeGuessesAndCountsThemNowhereElse() {
        spend();
        for (int round = 0; round < 5; round++) {
            String code = ask(KEY);
            for (int i = 1; i <= 3; i++) {
                assertThat(otp.verify(KEY, Wrong.code(code, i)).attemptsLeft()).hasValue(3 - i);
            }
            assertThat(otp.verify(KEY, code).outcome()).isEqualTo(Outcome.EXHAUSTED);
            backend.advance(Duration.ofMinutes(1)); // no storm
        }
        assertThat(otp.verify(KEY, "000000").outcome()).as("a short guess").isEqualTo(Outcome.EXHAUSTED);

        backend.advance(Duration.ofHours(24).minusMinutes(5));
        assertThat(ask(KEY)).as("a day after the last failure at a short code").hasSize(6);
    }

    @Test
    void aLongCodeStaysGoodWhenTheBudgetHasRoomAgainAndIsRepeatedMeanwhile() {
        spend();
        backend.advance(Duration.ofHours(24).minusMillis(2));
        String code = ask(KEY);
        assertThat(ask(KEY)).isEqualTo(code).hasSize(15);
        backend.advance(Duration.ofMillis(2));
        assertThat(otp.verify(KEY, code).accepted()).isTrue();
        assertThat(ask(KEY)).hasSize(6);
    }

    @Test
    void itCostsOneTripMoreOnlyWhenTheBudgetIsSpent() {
        int before = backend.codes.steps.get();
        ask(KEY);
        assertThat(backend.codes.steps.get() - before).isEqualTo(1);
        spend();
        before = backend.codes.steps.get();
        ask(KEY.boundTo("flow", "another"));
        assertThat(backend.codes.steps.get() - before).isEqualTo(2);
    }

    @Test
    void unlockMakesCodesShortAgain() {
        spend();
        otp.unlock(KEY);
        assertThat(ask(KEY)).hasSize(6);
    }
}
