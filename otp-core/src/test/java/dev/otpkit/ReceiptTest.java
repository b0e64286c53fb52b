package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** T30: a step skipped, repeated, or taken with somebody else's receipt. */
class ReceiptTest {
    private static final OtpKey KEY = OtpKey.of("reset", "user-42").boundTo("flow", "f1");
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = service("").build();

    private OtpService.Builder service(String namespace) {
        OtpService.Builder builder = backend.service(channel)
                .purpose("reset")
                .purpose("login")
                .limits(SendLimits.allowUnlimited("receipts alone matter"));
        return namespace.isEmpty() ? builder : builder.namespace(namespace);
    }

    private Receipt receipt() {
        otp.request(KEY, ADA);
        return otp.verify(KEY, channel.code()).receipt().orElseThrow();
    }

    @Test
    void aReceiptThatWentThroughACookieTellsItsKeyOnce() {
        String cookie = receipt().value();

        assertThat(cookie).matches("[0-9A-Za-z_-]{80,4000}");
        assertThat(otp.redeem("reset", Receipt.of(cookie))).contains(KEY);
        assertThat(otp.redeem("reset", Receipt.of(cookie))).isEmpty();
    }

    @Test
    void aReceiptRedeemedFiftyTimesAtOnceIsRedeemedOnce() {
        try (Race race = new Race(50)) {
            for (int round = 0; round < 150; round++) {
                backend.advance(Duration.ofMinutes(1)); // or it is a storm
                Receipt receipt = receipt();
                List<Optional<OtpKey>> redeemed = race.run(thread -> otp.redeem("reset", receipt));
                assertThat(redeemed.stream().filter(Optional::isPresent)).hasSize(1);
            }
        }
    }

    @Test
    void aReceiptIsWorthNothingForAnotherPurposeOrNamespace() {
        Receipt receipt = receipt();

        assertThat(otp.redeem("login", receipt)).isEmpty();
        assertThat(service("acme").build().redeem("reset", receipt)).isEmpty();
        assertThat(otp.redeem("reset", receipt)).contains(KEY);
    }

    @Test
    void aReceiptLivesTenMinutes() {
        Receipt late = receipt();
        backend.advance(Duration.ofMinutes(10));
        assertThat(otp.redeem("reset", late)).isEmpty();
        Receipt early = receipt();
        backend.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(otp.redeem("reset", early)).contains(KEY);
    }

    @Test
    void anotherRequestLeavesTheReceiptAlone() {
        Receipt receipt = receipt();
        otp.request(KEY, ADA);
        otp.verify(KEY, Wrong.code(channel.code(), 1));

        assertThat(otp.redeem("reset", receipt)).contains(KEY);
    }

    @Test
    void cancelTakesTheReceiptAlong() {
        Receipt receipt = receipt();
        otp.cancel(KEY);
        assertThat(otp.redeem("reset", receipt)).isEmpty();
    }

    @Test
    void theNewerReceiptOfAKeyWins() {
        Receipt older = receipt();
        Receipt newer = receipt();

        assertThat(otp.redeem("reset", older)).isEmpty();
        assertThat(otp.redeem("reset", newer)).contains(KEY);
    }

    @Test
    void whatIsNoReceiptOrHasOneCharacterChangedIsNeverRedeemed() {
        Receipt receipt = receipt();
        String value = receipt.value();
        List<String> forged = new ArrayList<>(List.of("", "AAAA", "!", "493021", value + value, "A".repeat(30_000)));
        for (int i = 0; i < value.length(); i++) {
            char other = value.charAt(i) == 'A' ? 'Q' : 'A';
            forged.add(value.substring(0, i) + other + value.substring(i + 1));
            forged.add(value.substring(0, i));
        }

        // A last character holds bits that no byte has: changed, it may be the same receipt.
        forged.removeIf(text -> Receipt.of(text).equals(receipt));

        assertThat(forged)
                .hasSizeGreaterThan(150)
                .allMatch(text -> otp.redeem("reset", Receipt.of(text)).isEmpty());
        assertThat(otp.redeem("reset", Receipt.of((String) null))).isEmpty();
        assertThat(otp.redeem("reset", receipt)).contains(KEY);
    }
}
