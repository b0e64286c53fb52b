package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.code.OtpGenerator;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** T14: no option, and no combination of options, switches a control off. */
class OptionsTest {
    /** What a listener is told, of concealed purposes too. */
    private static final AtomicReference<String> truth = new AtomicReference<>("");

    /** What can be said otherwise; each bit of a combination says one of them. */
    private enum Option {
        FRESH_CODE_ON_RESEND,
        LOCK_WHEN_SPENT,
        CONCEALED,
        OWN_BUDGET,
        EIGHT_DIGITS,
        LETTERS,
        ONE_ATTEMPT,
        SHORT_LIFE,
        NAMESPACE;

        boolean in(int combination) {
            return (combination >> ordinal() & 1) == 1;
        }
    }

    private static final Settled SETTLED = new Settled();

    @Test
    void inEveryCombinationAttemptAndSendAfterTheLastAreRefused() {
        for (int combination = 0; combination < 1 << Option.values().length; combination++) {
            TestBackend backend = new TestBackend();
            TestChannel channel = new TestChannel();
            OtpService otp = service(backend, channel, combination);
            refusesTheAttemptAfterTheLast(otp, channel, combination);
            channel.messages.clear();
            refusesTheSendAfterTheLast(otp, backend, channel, combination);
            otp.close();
        }
    }

    private static OtpService service(TestBackend backend, TestChannel channel, int options) {
        OtpPolicy.Builder policy = OtpPolicy.builder()
                .attempts(Option.ONE_ATTEMPT.in(options) ? 1 : 3)
                .ttl(Option.SHORT_LIFE.in(options) ? Duration.ofSeconds(90) : Duration.ofMinutes(10));
        if (Option.EIGHT_DIGITS.in(options)) {
            policy.generator(OtpGenerator.digits(8));
        }
        if (Option.LETTERS.in(options)) {
            policy.generator(OtpGenerator.letters(7));
        }
        if (Option.FRESH_CODE_ON_RESEND.in(options)) {
            policy.freshCodeOnResend();
        }
        if (Option.LOCK_WHEN_SPENT.in(options)) {
            policy.lockWhenSpent();
        }
        if (Option.CONCEALED.in(options)) {
            policy.concealed();
        }
        if (Option.OWN_BUDGET.in(options)) {
            policy.budget("own");
        }
        OtpService.Builder builder = backend.service(channel)
                .budget("own", Limit.of(7, Duration.ofDays(1)))
                .purpose("login", policy.build())
                .limits(SendLimits.builder()
                        .recipient(Limit.of(4, Duration.ofHours(1)))
                        .subject(Limit.of(50, Duration.ofHours(1)))
                        .build());
        if (Option.NAMESPACE.in(options)) {
            builder.namespace("acme");
        }
        return builder.listener(event -> {
                    if (event.kind() != OtpEvent.Kind.DELIVERED) {
                        truth.set(event.details().getOrDefault("outcome", ""));
                    }
                })
                .listener(SETTLED)
                .build();
    }

    private static void refusesTheAttemptAfterTheLast(OtpService otp, TestChannel channel, int options) {
        OtpKey key = OtpKey.of("login", "guessed-at");
        Recipient ada = Recipient.email("ada@example.com");
        int attempts = Option.ONE_ATTEMPT.in(options) ? 1 : 3;
        otp.request(key, ada);
        SETTLED.await();
        for (int i = 1; i <= attempts; i++) {
            assertThat(otp.verify(key, Wrong.code(channel.code(), i)).outcome())
                    .as("guess %d with %d", i, options)
                    .isEqualTo(Outcome.REJECTED);
        }
        assertThat(otp.verify(key, channel.code()).outcome())
                .as("the right code with %d", options)
                .isEqualTo(Option.CONCEALED.in(options) ? Outcome.REJECTED : Outcome.EXHAUSTED);

        int budget = Option.OWN_BUDGET.in(options) ? 7 : 10;
        int failures = attempts;
        for (int round = 0; round < 40; round++) {
            // Another mailbox each time, so that no send limit ends it.
            otp.request(key, Recipient.email("ada" + round % 20 + "@example.com"));
            SETTLED.await();
            boolean guessable = channel.code().length() < 15 && failures < budget;
            for (int i = 1; guessable && i <= attempts; i++) {
                Outcome outcome = otp.verify(key.boundTo("f", "x"), Wrong.code(channel.code(), i))
                        .outcome();
                assertThat(outcome).isEqualTo(Option.CONCEALED.in(options) ? Outcome.REJECTED : Outcome.ABSENT);
                otp.verify(key, Wrong.code(channel.code(), i));
                failures += truth.get().equals("REJECTED") ? 1 : 0;
            }
            if (failures >= budget) {
                break;
            }
        }
        assertThat(failures).as("failures with %d", options).isEqualTo(budget);
    }

    private static void refusesTheSendAfterTheLast(
            OtpService otp, TestBackend backend, TestChannel channel, int options) {
        Recipient grace = Recipient.email("grace@example.com");
        for (int i = 0; i < 12; i++) {
            RequestResult result = otp.request(OtpKey.of("login", "user-" + i), grace);
            SETTLED.await();
            assertThat(result.sent()).isEqualTo(i < 4 || Option.CONCEALED.in(options));
            backend.advance(Duration.ofMinutes(5).minusMillis(1));
        }
        assertThat(channel.messages).as("with %d", options).hasSize(4);
        backend.advance(Duration.ofMillis(12));
        otp.request(OtpKey.of("login", "user-13"), grace);
        SETTLED.await();
        assertThat(channel.messages).as("an hour later with %d", options).hasSize(5);
    }
}
