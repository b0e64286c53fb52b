package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import java.util.Base64;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** T30: a receipt is redeemed once, where it belongs, in its time; anything else is no receipt and no exception. */
class ForgedReceiptTest {
    private static final OtpKey KEY = OtpKey.of("reset", "user-42").boundTo("flow", "f1");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = service(backend.service(channel));

    @Test
    void aReceiptTellsItsKeyOnce() {
        Receipt receipt = receipt(otp);
        assertThat(otp.redeem("reset", Receipt.of(receipt.value()))).contains(KEY);
        assertThat(otp.redeem("reset", receipt)).isEmpty();
    }

    @Test
    void aKeyForARecipientComesBackAsOne() {
        OtpKey key = OtpKey.of("reset", Recipient.email("Ada@example.com"));
        otp.request(key, Recipient.email("ada@example.com"));
        Receipt receipt = otp.verify(key, channel.code()).receipt().orElseThrow();
        assertThat(otp.redeem("reset", receipt)).contains(key);
    }

    @Test
    void aReceiptIsForItsPurposeOnlyAndIsNotSpentElsewhere() {
        Receipt receipt = receipt(otp);
        assertThat(otp.redeem("login", receipt)).isEmpty();
        assertThat(otp.redeem("reset", receipt)).contains(KEY);
        assertThatThrownBy(() -> otp.redeem("payment", receipt)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReceiptOfAnotherNamespaceOrSecretIsNotRedeemed() {
        OtpService acme = service(backend.service(channel).namespace("acme"));
        OtpService rotated = service(OtpService.builder()
                .backend(backend)
                .secrets(TestBackend.secrets(2))
                .channel(channel));
        Receipt receipt = receipt(otp);
        assertThat(acme.redeem("reset", receipt)).isEmpty();
        assertThat(rotated.redeem("reset", receipt)).isEmpty();
        OtpService rotating = service(OtpService.builder()
                .backend(backend)
                .secrets(TestBackend.secrets(2).accepts(TestBackend.secret(1)))
                .channel(channel));
        assertThat(rotating.redeem("reset", receipt)).contains(KEY);
    }

    @Test
    void aReceiptThatWasTamperedWithIsNotRedeemed() {
        Receipt receipt = receipt(otp);
        byte[] bytes = receipt.bytes();
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) (1 << i % 8);
            assertThat(otp.redeem("reset", Receipt.of(changed))).isEmpty();
        }
        for (int length = 0; length < bytes.length; length++) {
            assertThat(otp.redeem("reset", Receipt.of(java.util.Arrays.copyOf(bytes, length))))
                    .isEmpty();
        }
        assertThat(otp.redeem("reset", Receipt.of(java.util.Arrays.copyOf(bytes, bytes.length + 1))))
                .isEmpty();
        assertThat(otp.redeem("reset", receipt)).as("none of them spent it").contains(KEY);
    }

    @Test
    void garbageIsNoReceipt() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 300; round++) {
            byte[] garbage = new byte[random.nextInt(0, 200)];
            random.nextBytes(garbage);
            assertThat(redeem(Base64.getUrlEncoder().encodeToString(garbage))).isFalse();
        }
        for (String garbage :
                new String[] {null, "", " ", "=", "%", "a", "\u0000", "ä", "A".repeat(20_001), "A".repeat(20_000)}) {
            assertThat(redeem(garbage)).isFalse();
        }
    }

    @Test
    void aValueIsAsLongAsTheLongestReceiptAndNoLonger() {
        OtpKey longest = OtpKey.of("reset", "\u4e00".repeat(400));
        for (int i = 0; i < 8; i++) {
            longest = longest.boundTo("n" + i, "\u4e00".repeat(400));
        }
        otp.request(longest, Recipient.email("ada@example.com"));
        Receipt receipt = otp.verify(longest, channel.code()).receipt().orElseThrow();
        assertThat(otp.redeem("reset", Receipt.of(receipt.value()))).contains(longest);
        assertThat(Receipt.of("A".repeat(20_000)).bytes()).hasSize(15_000);
        assertThat(Receipt.of("A".repeat(20_004)).bytes()).isEmpty();
    }

    @Test
    void aReceiptLivesForItsTtlToTheMillisecond() {
        Receipt early = receipt(otp);
        backend.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(otp.redeem("reset", early)).contains(KEY);
        Receipt late = receipt(otp);
        backend.advance(Duration.ofMinutes(10));
        assertThat(otp.redeem("reset", late)).isEmpty();
    }

    @Test
    void aReceiptIsPrintableAndHidesItself() {
        Receipt receipt = receipt(otp);
        assertThat(receipt.value()).matches("[A-Za-z0-9_-]+");
        assertThat(receipt).hasToString("Receipt[]");
        assertThat(Receipt.of(receipt.value())).isEqualTo(receipt).hasSameHashCodeAs(receipt);
        assertThat(receipt).isNotEqualTo(Receipt.of((String) null)).isNotEqualTo("x");
    }

    private Receipt receipt(OtpService service) {
        service.request(KEY, Recipient.email("ada@example.com"));
        return service.verify(KEY, channel.code()).receipt().orElseThrow();
    }

    private boolean redeem(@Nullable String value) {
        return otp.redeem("reset", Receipt.of(value)).isPresent();
    }

    private static OtpService service(OtpService.Builder builder) {
        return builder.purpose("reset").purpose("login").build();
    }
}
