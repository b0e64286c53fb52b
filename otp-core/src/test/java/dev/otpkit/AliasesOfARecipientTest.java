package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T12: forty spellings of one mailbox or number, all at once. */
class AliasesOfARecipientTest {
    private static final List<UnaryOperator<String>> AROUND = List.of(
            typed -> typed,
            typed -> "  " + typed + " ",
            typed -> "\u00A0" + typed,
            typed -> "\u200B" + typed + "\uFEFF",
            typed -> typed.substring(0, 2) + "\u00AD" + typed.substring(2));

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = backend.service(channel)
            .purpose("login")
            .limits(SendLimits.builder()
                    .recipient(Limit.of(5, Duration.ofHours(1)))
                    .build())
            .build();

    @Test
    void spellingsOfAGmailAddressShareOneBucket() {
        shareOneBucket(spellings(
                Recipient.EMAIL,
                "ada.lovelace@gmail.com",
                "ADALOVELACE@GMAIL.COM",
                "adalovelace+news@gmail.com",
                "a.d.a.lovelace@googlemail.com",
                "\uD835\uDC1Adalovelace@gmail.com",
                "\uFF21\uFF24\uFF21lovelace@gmail.com",
                "adalovelace\uFF20gmail.com",
                "adalovelace@gmail\u3002com"));
    }

    @Test
    void spellingsOfAnotherMailboxShareOneBucket() {
        shareOneBucket(spellings(
                Recipient.EMAIL,
                "ada@b\u00FCcher.example",
                "ADA@B\u00DCCHER.EXAMPLE",
                "ada@bu\u0308cher.example",
                "ada@xn--bcher-kva.example",
                "Ada@XN--BCHER-KVA.Example",
                "ada+x+y@b\u00FCcher.example",
                "a\u200Bda@b\u00FCcher.example",
                "ada@b\u00FCcher\uFF0Eexample"));
    }

    @Test
    void spellingsOfANumberShareOneBucketWhateverTheKind() {
        List<Recipient> numbers = new ArrayList<>();
        numbers.addAll(spellings(Recipient.SMS, "+14155550100", "0014155550100", "+1 (415) 555-0100"));
        numbers.addAll(spellings(Recipient.VOICE, "+1.415.555.0100", "+1/415/555/0100", "\uFF0B1415 5550100"));
        numbers.addAll(spellings(Recipient.WHATSAPP, "whatsapp:+14155550100", "+\u06614155550100"));
        shareOneBucket(numbers);
    }

    private static List<Recipient> spellings(String kind, String... typed) {
        List<Recipient> spellings = new ArrayList<>();
        for (String one : typed) {
            AROUND.forEach(around ->
                    spellings.add(Recipient.read(kind, around.apply(one)).orElseThrow()));
        }
        return spellings;
    }

    private void shareOneBucket(List<Recipient> spellings) {
        assertThat(spellings).hasSize(40);
        try (Race race = new Race(40)) {
            for (int round = 0; round < 15; round++) {
                String mark = "-in-round-" + round;
                List<Boolean> sent = race.run(i -> otp.request(OtpKey.of("login", "user-" + i + mark), spellings.get(i))
                        .sent());
                assertThat(Collections.frequency(sent, true)).isEqualTo(5);
                backend.advance(Duration.ofHours(1));
            }
        }
        assertThat(channel.messages).hasSize(75);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.com",
                "Ada@Example.com",
                "ada\uFF20example.com",
                "ada\uFE6Bexample.com",
                "@ada",
                "mailto:ada@example.com",
                "a\u200Bda@example.com",
                "+14155550100",
                "+1 (415) 555-0100",
                "\uFF0B1 415 555 0100",
                "+1.415.555.0100"
            })
    void aSubjectThatLooksLikeAnAddressIsRefusedAndNotRepeated(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OtpKey.of("login", address))
                .withMessageContaining("OtpKey.of(purpose, Recipient)")
                .withMessageNotContaining(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t",
                "\u00A0",
                "\u3000",
                "\u200B",
                "\uFEFF",
                "x ",
                " x",
                "x\u200B",
                "a\nb",
                "a\u2028b",
                "a\u0000"
            })
    void aBlankOrUnprintableSubjectOrFactIsRefused(String text) {
        OtpKey key = OtpKey.of("login", "user-42");
        assertThatIllegalArgumentException().isThrownBy(() -> OtpKey.of("login", text));
        assertThatIllegalArgumentException().isThrownBy(() -> key.boundTo("flow", text));
        assertThatIllegalArgumentException().isThrownBy(() -> key.boundTo(text, "f"));
    }

    @Test
    void aFactIsBoundOnce() {
        OtpKey key = OtpKey.of("login", "user-42").boundTo("amount", "EUR 10.00");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.boundTo("amount", "EUR 10.00"))
                .withMessageContaining("amount");
        assertThatIllegalArgumentException().isThrownBy(() -> key.boundTo("Amount", "EUR 1.00"));
    }
}
