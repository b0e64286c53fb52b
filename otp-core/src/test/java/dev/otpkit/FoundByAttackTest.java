package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.code.CodeFormat;
import dev.otpkit.code.OtpGenerator;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.Budget;
import dev.otpkit.store.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an attacker found, and does not find again. */
class FoundByAttackTest {

    @Test
    void aNumberIsOneSubjectHoweverCodesReachIt() {
        Keyring keyring = new Keyring(TestBackend.secrets(1), "");
        Budget budget = new Budget("shared", List.of(Limit.of(10, Duration.ofDays(1))), 100);
        OtpKey sms = OtpKey.of("login", Recipient.sms("+14155550100"));
        OtpKey voice = OtpKey.of("login", Recipient.voice("+14155550100"));
        OtpKey other = OtpKey.of("login", Recipient.voice("+14155550101"));

        Slot one = keyring.slot(sms, keyring.text(sms), budget);
        Slot two = keyring.slot(voice, keyring.text(voice), budget);

        assertThat(one.subject()).isEqualTo(two.subject());
        assertThat(one.key()).as("a code for one is not for the other").isNotEqualTo(two.key());
        assertThat(keyring.slot(other, keyring.text(other), budget).subject()).isNotEqualTo(one.subject());
    }

    @Test
    void aGeneratorWhoseBitsAreNoNumberIsRefused() {
        OtpGenerator odd = new OtpGenerator() {
            @Override
            public String generate() {
                return "ABC";
            }

            @Override
            public Optional<String> read(String typed) {
                return typed.equals("ABC") ? Optional.of(typed) : Optional.empty();
            }

            @Override
            public double bits() {
                return Double.NaN;
            }

            @Override
            public CodeFormat format() {
                return new CodeFormat(3, CodeFormat.Alphabet.LETTERS);
            }
        };
        TestBackend backend = new TestBackend();

        assertThatThrownBy(() -> backend.service(new TestChannel())
                        .purpose("login", OtpPolicy.builder().generator(odd).build())
                        .build())
                .hasMessageContaining("the chance of a guess");
        assertThatThrownBy(() -> backend.service(new TestChannel())
                        .purpose("login", OtpPolicy.builder().longCode(odd).build())
                        .build())
                .hasMessageContaining("longCode(...) must have at least");
    }

    @Test
    void aProviderMayAskForAnyPatience() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE, 1);

        assertThat(Seconds.roundedUp(forEver)).isEqualTo(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(Seconds.roundedUp(Duration.ofMillis(1001))).isEqualTo(Duration.ofSeconds(2));
        assertThat(Seconds.roundedUp(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
        assertThat(DeliveryResult.temporary(Duration.ofSeconds(Long.MAX_VALUE)).retryAfter())
                .isPresent();
    }

    @Test
    void aUsedCodeOfAConcealedPurposeIsToldAsExhausted() {
        TestBackend backend = new TestBackend();
        TestChannel channel = new TestChannel();
        OtpService otp = backend.service(channel)
                .purpose("login", OtpPolicy.builder().concealed().build())
                .limits(SendLimits.standard())
                .build();
        OtpKey key = OtpKey.of("login", "user-42");
        otp.request(key, Recipient.email("ada@example.com"));
        String code = channel.code();

        assertThat(otp.verify(key, code).outcome()).isEqualTo(VerifyResult.Outcome.ACCEPTED);
        assertThat(otp.verify(key, code).outcome()).isEqualTo(VerifyResult.Outcome.EXHAUSTED);
    }
}
