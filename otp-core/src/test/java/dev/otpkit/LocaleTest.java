package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.code.OtpGenerator;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.template.MessageTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T11: the whole walk where the machine's locale prints other digits and folds letters otherwise. */
class LocaleTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @Test
    void theTemplateIsAskedForTheRequestsLanguageOrForNone() {
        List<Locale> asked = new ArrayList<>();
        MessageTemplate standard = MessageTemplate.standard("ACME");
        OtpService otp = new TestBackend()
                .service(new TestChannel())
                .purpose("login")
                .template(values -> {
                    asked.add(values.locale());
                    return standard.render(values);
                })
                .build();
        Recipient ada = Recipient.email("ada@example.com");
        otp.request(OtpKey.of("login", "user-42"), ada);
        Recipient phone = Recipient.sms("+14155550100");
        otp.request(OtpRequest.of(OtpKey.of("login", "user-43"), phone)
                .locale(Locale.FRENCH)
                .clientIp("192.0.2.1")
                .variable("name", "Ada")
                .orElse(ada));
        assertThat(asked).containsExactly(Locale.ROOT, Locale.FRENCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG-u-nu-arab", "tr-TR", "hi-IN-u-nu-deva", "th-TH-u-nu-thai"})
    void aFlowIsTheSameUnderEveryLocale(String tag) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        OtpMetrics metrics = new OtpMetrics();
        TestChannel channel = new TestChannel();
        OtpService otp = new TestBackend()
                .service(channel)
                .purpose("login")
                .purpose(
                        "sign-in",
                        OtpPolicy.builder().generator(OtpGenerator.letters(8)).build())
                .listener(metrics)
                .build();
        OtpKey key = OtpKey.of("login", Recipient.email("INFO@EXAMPLE.COM")).boundTo("limit", "EUR 1");

        otp.request(OtpRequest.of(key, Recipient.email("INFO@EXAMPLE.COM")).locale(Locale.forLanguageTag(tag)));

        assertThat(channel.code()).matches("[0-9]{6}");
        assertThat(channel.messages.get(0).text()).contains(channel.code()).doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
        assertThat(channel.messages.get(0).html().orElseThrow()).contains(channel.code());
        OtpKey again = OtpKey.of("login", Recipient.email("info@example.com")).boundTo("limit", "EUR 1");
        VerifyResult accepted = otp.verify(again, channel.code());
        assertThat(accepted.accepted()).isTrue();
        assertThat(accepted.sentTo(Recipient.email("Info@Example.com"))).isTrue();
        assertThat(otp.redeem(
                        "login", Receipt.of(accepted.receipt().orElseThrow().value())))
                .contains(again);
        assertThat(otp.request(again, Recipient.email("info@example.com")).outcome())
                .as("one bucket for both spellings")
                .isEqualTo(RequestResult.Outcome.LIMITED);

        OtpKey letters = OtpKey.of("sign-in", "user-i");
        otp.request(letters, Recipient.email("ida@example.com"));
        assertThat(otp.verify(letters, channel.code().toLowerCase(Locale.ROOT)).accepted())
                .isTrue();
        assertThat(metrics.snapshot())
                .containsEntry("emails_sent", 2L)
                .containsEntry("otps_validated", 2L)
                .containsEntry("redeemed", 1L);
        assertThat(otp.securityReport().toString()).matches("[\\p{ASCII}]+").contains("e-0");
    }
}
