package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** T9: nothing, blanks and codes that nobody was ever sent, in every state that a key can be in. */
class NeverIssuedTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final Limit MANY = Limit.of(1_000, Duration.ofMinutes(1));

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = backend.service(channel)
            .purpose("login", OtpPolicy.builder().lockWhenSpent().build())
            .limits(SendLimits.allowUnlimited("the states alone matter"))
            .verifyLimits(MANY, MANY)
            .build();

    enum Before {
        NONE,
        LIVE,
        USED,
        EXPIRED,
        LOCKED,
        CANCELLED
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAccepted(Before state) {
        String code = bring(state);
        String never = Wrong.code(code, 4_711);
        List<String> inputs = Arrays.asList(null, "", "   ", "\u200B\uFEFF", "000000", never);

        for (String input : inputs) {
            if (!code.equals(input) || state != Before.LIVE) {
                VerifyResult result = otp.verify(KEY, input);
                assertThat(result.accepted()).as("%s", result).isFalse();
                assertThat(result.receipt()).isEmpty();
            }
        }
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        inputs.subList(0, 4)
                .forEach(input -> outcomes.add(otp.verify(KEY, input).outcome()));
        assertThat(outcomes).containsOnly(Outcome.MALFORMED);
        assertThat(otp.verify(KEY, never).outcome())
                .isEqualTo(
                        switch (state) {
                            case NONE, CANCELLED -> Outcome.ABSENT;
                            case LIVE -> Outcome.REJECTED;
                            case USED -> Outcome.USED;
                            case EXPIRED -> Outcome.EXPIRED;
                            case LOCKED -> Outcome.LOCKED;
                        });
    }

    @ParameterizedTest
    @EnumSource(value = Before.class, mode = EnumSource.Mode.EXCLUDE, names = "LIVE")
    void notEvenTheCodeThatWasRightBefore(Before state) {
        String code = bring(state);
        assertThat(otp.verify(KEY, code).accepted()).isFalse();
    }

    /** Brings the key into this state; the code that it had, or one of another key. */
    private String bring(Before state) {
        OtpKey key = state == Before.NONE ? OtpKey.of("login", "somebody-else") : KEY;
        otp.request(key, ADA);
        String code = channel.code();
        switch (state) {
            case NONE, LIVE -> {}
            case USED -> otp.verify(KEY, code);
            case EXPIRED -> backend.advance(Duration.ofMinutes(5));
            case CANCELLED -> otp.cancel(KEY);
            case LOCKED -> {
                for (int i = 0; i < 12; i++) {
                    OtpKey other = KEY.boundTo("flow", "f" + i / 3);
                    otp.request(other, ADA);
                    otp.verify(other, Wrong.code(channel.code(), 1 + i));
                }
            }
        }
        return code;
    }
}
