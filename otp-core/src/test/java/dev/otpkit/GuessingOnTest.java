package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.code.CodeFormat;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** T2: guess, ask for another code, guess again; whatever changes between the rounds. */
class GuessingOnTest {
    private static final Limit MANY = Limit.of(1_000_000, Duration.ofMinutes(1));
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final String[] SPELLINGS = {
        "ada@example.com", "ADA@Example.COM", " ada@example.com ", "Ada@EXAMPLE.com", "aDA@example.com"
    };

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = service(OtpPolicy.standard());

    private OtpService service(OtpPolicy policy) {
        return backend.service(channel)
                .policy(policy)
                .purpose("login")
                .purpose("payment")
                .purpose("reset")
                .limits(SendLimits.allowUnlimited("the budget alone is to hold"))
                .verifyLimits(MANY, MANY)
                .build();
    }

    static Stream<Named<IntFunction<OtpKey>>> variations() {
        String[] purposes = {"login", "payment", "reset"};
        return Stream.of(
                Named.of("nothing", round -> OtpKey.of("login", "user-42")),
                Named.of("the binding", round -> OtpKey.of("login", "user-42").boundTo("flow", "f" + round)),
                Named.of("the purpose", round -> OtpKey.of(purposes[round % 3], "user-42")),
                Named.of("the spelling", round -> OtpKey.of("login", Recipient.email(SPELLINGS[round % 5]))),
                Named.of(
                        "all of them",
                        round -> OtpKey.of(purposes[round % 3], Recipient.email(SPELLINGS[round % 5]))
                                .boundTo("flow", "f" + round)));
    }

    @ParameterizedTest(name = "{0} changes")
    @MethodSource("variations")
    void comparisonsOfShortCodesStopAtTheBudget(IntFunction<OtpKey> keys) {
        assertThat(shortCodesCompared(keys, 40)).isEqualTo(10);

        RequestResult next = otp.request(keys.apply(0), ADA);
        assertThat(next.format()).isEqualTo(new CodeFormat(15, CodeFormat.Alphabet.LETTERS));
        assertThat(channel.code()).hasSize(15);
        assertThat(otp.verify(keys.apply(0), channel.code()).accepted()).isTrue();
    }

    @Test
    void aSuccessRefillsNothing() {
        assertThat(shortCodesCompared(round -> OtpKey.of("login", "user-42").boundTo("flow", "f" + round), 3))
                .isEqualTo(9);

        OtpKey own = OtpKey.of("login", "user-42").boundTo("flow", "own");
        otp.request(own, ADA);
        assertThat(otp.verify(own, channel.code()).accepted()).isTrue();

        assertThat(shortCodesCompared(round -> OtpKey.of("login", "user-42").boundTo("flow", "g" + round), 40))
                .isEqualTo(1);
    }

    @Test
    void aLockedSubjectIsRefusedEvenTheRightCodeAndToldUntilWhen() {
        OtpService locking = service(OtpPolicy.builder().lockWhenSpent().build());
        OtpKey own = OtpKey.of("login", "user-42").boundTo("flow", "own");
        locking.request(own, ADA);
        String right = channel.code();
        for (int round = 0; round < 4; round++) {
            OtpKey key = OtpKey.of("payment", "user-42").boundTo("flow", "f" + round);
            locking.request(key, ADA);
            for (int i = 1; i <= 3; i++) {
                locking.verify(key, Wrong.code(channel.code(), i));
            }
        }

        VerifyResult refused = locking.verify(own, right);

        assertThat(refused.outcome()).isEqualTo(Outcome.LOCKED);
        assertThat(refused.retryAfter()).contains(Duration.ofHours(24));
        RequestResult request = locking.request(own, ADA);
        assertThat(request.outcome()).isEqualTo(RequestResult.Outcome.LOCKED);
        assertThat(request.retryAfter()).contains(Duration.ofHours(24));
        backend.advance(Duration.ofHours(24));
        assertThat(locking.request(own, ADA).sent()).isTrue();
        assertThat(locking.verify(own, channel.code()).accepted()).isTrue();
    }

    @Test
    void sixtyFailuresAMonthsPauseAndFortyMoreAreAHundredInARow() {
        OtpService locking = service(OtpPolicy.builder().lockWhenSpent().build());
        OtpKey key = OtpKey.of("login", "user-42");
        assertThat(failuresOnDays(locking, key, 6)).isEqualTo(60);
        assertThat(failuresOnDays(locking, key, 1)).isZero();
        backend.advance(Duration.ofDays(31));
        assertThat(failuresOnDays(locking, key, 6)).isEqualTo(40);

        backend.advance(Duration.ofDays(390));
        RequestResult locked = locking.request(key, ADA);

        assertThat(locked.outcome()).isEqualTo(RequestResult.Outcome.LOCKED);
        assertThat(locked.retryAfter()).isEmpty();
        locking.unlock(key);
        assertThat(locking.request(key, ADA).sent()).isTrue();
    }

    private int failuresOnDays(OtpService service, OtpKey key, int days) {
        int rejected = 0;
        for (int i = 0; i < days * 5; i++) {
            if (service.request(key, ADA).sent()) {
                for (int n = 1; n <= 3; n++) {
                    rejected +=
                            service.verify(key, Wrong.code(channel.code(), n)).outcome() == Outcome.REJECTED ? 1 : 0;
                }
            }
            backend.advance(i % 5 == 4 ? Duration.ofHours(24) : Duration.ofMinutes(1));
        }
        return rejected;
    }

    private int shortCodesCompared(IntFunction<OtpKey> keys, int rounds) {
        int compared = 0;
        for (int round = 0; round < rounds; round++) {
            otp.request(keys.apply(round), ADA);
            String code = channel.code();
            for (int i = 1; i <= 3; i++) {
                VerifyResult result = otp.verify(keys.apply(round), Wrong.code(code, i));
                compared += code.length() == 6 && result.outcome() == Outcome.REJECTED ? 1 : 0;
            }
        }
        return compared;
    }
}
