package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verify storms: a million guesses at one key, to learn its tags from the store. */
class VerifyStormTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();

    private OtpService service() {
        return backend.service(channel).purpose("login").build();
    }

    private String storm(OtpService otp, int guesses) {
        otp.request(KEY, Recipient.email("ada@example.com"));
        for (int i = 1; i <= guesses; i++) {
            assertThat(otp.verify(KEY, Wrong.code(channel.code(), i)).outcome()).isNotEqualTo(Outcome.LOCKED);
        }
        return channel.code();
    }

    @Test
    void theThirtyFirstInAMinuteIsRefusedWithoutATrip() {
        OtpService otp = service();
        String code = storm(otp, 30);
        int steps = backend.codes.steps.get();

        backend.advance(Duration.ofMillis(59_999));
        VerifyResult refused = otp.verify(KEY, code);

        assertThat(refused.outcome()).isEqualTo(Outcome.LOCKED);
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(refused.attemptsLeft()).isEmpty();
        assertThat(backend.codes.steps.get()).isEqualTo(steps);
        backend.advance(Duration.ofMillis(1));
        assertThat(otp.verify(KEY, code).outcome()).isEqualTo(Outcome.EXHAUSTED);
    }

    @Test
    void anotherBindingOrSubjectIsNotRefusedAndWhatIsMalformedDoesNotCount() {
        OtpService otp = service();
        for (int i = 0; i < 100; i++) {
            otp.verify(KEY, "no code");
        }
        storm(otp, 30);
        assertThat(otp.verify(KEY, "000000").outcome()).isEqualTo(Outcome.LOCKED);

        OtpKey bound = KEY.boundTo("flow", "f1");
        otp.request(bound, Recipient.email("grace@example.com"));
        assertThat(otp.verify(bound, channel.code()).accepted()).isTrue();
        assertThat(otp.verify(OtpKey.of("login", "user-43"), "000000").outcome())
                .isEqualTo(Outcome.ABSENT);
    }

    @Test
    void aKeyThatIsNotLiveIsGuardedToo() {
        OtpService otp = service();
        for (int i = 0; i < 30; i++) {
            assertThat(otp.verify(KEY, "000000").outcome()).isEqualTo(Outcome.ABSENT);
        }
        int steps = backend.codes.steps.get();
        for (int i = 0; i < 1_000; i++) {
            assertThat(otp.verify(KEY, "000000").outcome()).isEqualTo(Outcome.LOCKED);
        }
        assertThat(backend.codes.steps.get()).isEqualTo(steps);
    }

    @Test
    void theLimitIsTheBuildersToSet() {
        OtpService otp = backend.service(channel)
                .purpose("login")
                .verifyLimits(Limit.of(5, Duration.ofHours(1)), Limit.of(50, Duration.ofHours(1)))
                .build();
        storm(otp, 5);
        assertThat(otp.verify(KEY, "000000").outcome()).isEqualTo(Outcome.LOCKED);
        backend.advance(Duration.ofMinutes(59));
        assertThat(otp.verify(KEY, "000000").outcome()).isEqualTo(Outcome.LOCKED);
        backend.advance(Duration.ofMinutes(1));
        assertThat(otp.verify(KEY, "000000").outcome()).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void theTableIsBounded() {
        OtpService otp = service();
        storm(otp, 30);
        for (int i = 0; i < 9_999; i++) {
            otp.verify(OtpKey.of("login", "other-" + i), "000000");
        }
        assertThat(otp.verify(KEY, "000000").outcome()).as("one of 10,000").isEqualTo(Outcome.LOCKED);
        for (int i = 0; i < 10_000; i++) {
            otp.verify(OtpKey.of("login", "more-" + i), "000000");
        }
        assertThat(otp.verify(KEY, "000000").outcome())
                .as("the oldest of 10,001")
                .isNotEqualTo(Outcome.LOCKED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 9, 30})
    void noWindowHoldsOneCallMoreThanItsPermitsNorOneLess(int permits) {
        SplittableRandom random = new SplittableRandom(permits);
        RecentCalls calls = new RecentCalls(Limit.of(permits, Duration.ofMillis(20)));
        List<Long> taken = new ArrayList<>();
        long now = backend.clock().millis();
        int refused = 0;
        for (int call = 0; call < 1_000; call++) {
            now += random.nextInt(3) == 0 ? random.nextInt(1, 3) : 0;
            long edge = now - 20;
            taken.removeIf(time -> time <= edge);
            if (taken.size() < permits) {
                assertThat(calls.acquire(now)).isEmpty();
                taken.add(now);
            } else {
                assertThat(calls.acquire(now)).contains(Duration.ofMillis(taken.get(0) - edge));
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void whatWasSeenLongestAgoMakesRoom() {
        RecentTable<String> table = new RecentTable<>(2);
        table.put("a", "a");
        table.put("b", "b");
        table.get("a", () -> "fresh");
        table.put("c", "c");
        assertThat(table.peek("b")).isNull();
        assertThat(table.peek("a")).isEqualTo("a");
    }
}
