package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** T7: a code used for another purpose, subject or binding. */
class OtherKeyTest {
    private static final OtpKey KEY =
            OtpKey.of("payment", "user-42").boundTo("amount", "EUR 10.00").boundTo("payee", "ACME");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = service("");

    private OtpService service(String namespace) {
        OtpService.Builder builder = backend.service(channel).purpose("payment").purpose("login");
        return (namespace.isEmpty() ? builder : builder.namespace(namespace)).build();
    }

    @BeforeEach
    void ask() {
        otp.request(KEY, Recipient.email("ada@example.com"));
    }

    static Stream<OtpKey> others() {
        OtpKey bare = OtpKey.of("payment", "user-42");
        return Stream.of(
                OtpKey.of("login", "user-42").boundTo("amount", "EUR 10.00").boundTo("payee", "ACME"),
                OtpKey.of("payment", "user-43").boundTo("amount", "EUR 10.00").boundTo("payee", "ACME"),
                OtpKey.of("payment", "User-42").boundTo("amount", "EUR 10.00").boundTo("payee", "ACME"),
                OtpKey.of("payment", Recipient.of("push", "user-42"))
                        .boundTo("amount", "EUR 10.00")
                        .boundTo("payee", "ACME"),
                bare,
                bare.boundTo("amount", "EUR 10.00"),
                bare.boundTo("payee", "ACME"),
                bare.boundTo("amount", "EUR 10000.00").boundTo("payee", "ACME"),
                bare.boundTo("amount", "EUR 10.00").boundTo("payee", "Mallory"),
                bare.boundTo("amount", "ACME").boundTo("payee", "EUR 10.00"),
                bare.boundTo("amount", "EUR 10.00").boundTo("payer", "ACME"),
                bare.boundTo("amount", "EUR 10.00").boundTo("payee", "ACME").boundTo("flow", "f"),
                // What would read alike if parts were merely put in a row.
                bare.boundTo("amount", "EUR 10.00payeeACME"),
                bare.boundTo("amountpayee", "EUR 10.00ACME"),
                OtpKey.of("payment", "user-42amountEUR 10.00payeeACME"));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("others")
    void aCodeIsAbsentUnderAnyOtherKeyAndStaysGoodUnderItsOwn(OtpKey other) {
        assertThat(otp.verify(other, channel.code()).outcome()).isEqualTo(Outcome.ABSENT);
        otp.cancel(other);
        assertThat(otp.verify(KEY, channel.code()).accepted()).isTrue();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("others")
    void aCodeIsWrongWhereAnotherIsLive(OtpKey other) {
        String code = channel.code();
        otp.request(other, Recipient.email("grace@example.com"));

        if (!channel.code().equals(code)) {
            assertThat(otp.verify(other, code).outcome()).isEqualTo(Outcome.REJECTED);
        }
        assertThat(otp.verify(KEY, code).accepted()).isTrue();
    }

    @Test
    void theOrderOfFactsDoesNotMatter() {
        OtpKey turned = OtpKey.of("payment", "user-42").boundTo("payee", "ACME").boundTo("amount", "EUR 10.00");

        assertThat(turned).isEqualTo(KEY);
        assertThat(otp.verify(turned, channel.code()).accepted()).isTrue();
    }

    @Test
    void aNamespaceIsAnotherKeyToo() {
        assertThat(service("acme").verify(KEY, channel.code()).outcome()).isEqualTo(Outcome.ABSENT);
    }
}
