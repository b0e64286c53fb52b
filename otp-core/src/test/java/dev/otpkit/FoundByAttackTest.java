package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.code.CodeFormat;
import dev.otpkit.code.OtpGenerator;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.Budget;
import dev.otpkit.store.Slot;
import java.time.Duration;
import java.util.ArrayList;
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
    void whatBecameOfACodeOfAConcealedPurposeIsNotTold() {
        TestBackend backend = new TestBackend();
        TestChannel channel = new TestChannel();
        Settled settled = new Settled();
        OtpService otp = backend.service(channel)
                .purpose("login", OtpPolicy.builder().concealed().build())
                .limits(SendLimits.standard())
                .listener(settled)
                .build();
        OtpKey key = OtpKey.of("login", "user-42");
        otp.request(key, Recipient.email("ada@example.com"));
        settled.await();
        String code = channel.code();

        assertThat(otp.verify(key, code).outcome()).isEqualTo(VerifyResult.Outcome.ACCEPTED);
        for (OtpKey any : List.of(key, key.boundTo("flow", "another"))) {
            VerifyResult told = otp.verify(any, code);
            assertThat(told.outcome()).isEqualTo(VerifyResult.Outcome.REJECTED);
            assertThat(told.attemptsLeft()).isEmpty();
            assertThat(told.retryAfter()).isEmpty();
        }
        backend.advance(Duration.ofMinutes(6));
        assertThat(otp.verify(key, code).outcome()).isEqualTo(VerifyResult.Outcome.REJECTED);
    }

    /** Which limit is named must not depend on what somebody else has sent to the account. */
    @Test
    void aFullNetworkIsNamedWhateverTheMailboxHasHadAlready() {
        List<Optional<Duration>> waits = new ArrayList<>();
        for (boolean busy : new boolean[] {false, true}) {
            TestBackend backend = new TestBackend();
            OtpService otp = backend.service(new TestChannel())
                    .purpose("login", OtpPolicy.builder().concealed().build())
                    .purpose("payment")
                    .limits(SendLimits.builder()
                            .clientIp(Limit.of(1, Duration.ofSeconds(30)))
                            .build())
                    .build();
            otp.request(OtpRequest.of(OtpKey.of("login", "somebody"), Recipient.email("x@example.com"))
                    .clientIp("192.0.2.1"));
            backend.advance(Duration.ofSeconds(5));
            if (busy) {
                otp.request(OtpKey.of("payment", "user-42"), Recipient.email("ada@example.com"));
            }
            RequestResult asked =
                    otp.request(OtpRequest.of(OtpKey.of("login", "user-42"), Recipient.email("ada@example.com"))
                            .clientIp("192.0.2.1"));
            assertThat(asked.limitedBy()).contains(Bucket.Kind.CLIENT_IP);
            waits.add(asked.retryAfter());
        }
        assertThat(waits.get(1)).isEqualTo(waits.get(0)).contains(Duration.ofSeconds(25));
    }

    @Test
    void aConcealedRefusalAsksForTheLongCodeThatIsLive() {
        TestBackend backend = new TestBackend();
        TestChannel channel = new TestChannel();
        Settled settled = new Settled();
        OtpService otp = backend.service(channel)
                .listener(settled)
                .purpose("login", OtpPolicy.builder().concealed().budget("own").build())
                .budget("own", Limit.of(1, Duration.ofDays(1)))
                .limits(SendLimits.standard())
                .build();
        OtpKey key = OtpKey.of("login", "user-42");
        Recipient ada = Recipient.email("ada@example.com");
        otp.request(key, ada);
        settled.await();
        otp.verify(key, Wrong.code(channel.code(), 1));
        backend.advance(Duration.ofSeconds(61));

        assertThat(otp.request(key, ada).format().length()).isEqualTo(15);
        assertThat(otp.request(key, ada).format().length())
                .as("limited, and concealed")
                .isEqualTo(15);
    }
}
