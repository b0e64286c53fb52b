package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    private static final Recipient ADA = Recipient.email("ada@example.com");

    @Test
    void aMessageHoldsWhatItWasGiven() {
        byte[] logo = {1, 2, 3};
        Message message = Message.to(ADA)
                .subject("Your code")
                .text("123456")
                .html("<p>123456</p>")
                .locale(Locale.FRENCH)
                .code("123456", Duration.ofMinutes(5))
                .inline("logo", "image/png", logo)
                .build();
        logo[0] = 9;
        message.inlines().get(0).bytes()[1] = 9;

        assertThat(message.recipient()).isEqualTo(ADA);
        assertThat(message.subject()).contains("Your code");
        assertThat(message.text()).isEqualTo("123456");
        assertThat(message.html()).contains("<p>123456</p>");
        assertThat(message.locale()).isEqualTo(Locale.FRENCH);
        assertThat(message.code().orElseThrow().digits()).isEqualTo("123456");
        assertThat(message.code().orElseThrow().expiresIn()).isEqualTo(Duration.ofMinutes(5));
        assertThat(message.inlines()).singleElement().satisfies(inline -> {
            assertThat(inline.cid()).isEqualTo("logo");
            assertThat(inline.mediaType()).isEqualTo("image/png");
            assertThat(inline.bytes()).containsExactly(1, 2, 3);
        });
    }

    @Test
    void onlyTheTextIsRequired() {
        Message message = Message.to(ADA).text("hello").build();

        assertThat(message.subject()).isEmpty();
        assertThat(message.html()).isEmpty();
        assertThat(message.code()).isEmpty();
        assertThat(message.locale()).isEqualTo(Locale.ROOT);
        assertThat(message.inlines()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> Message.to(ADA).build())
                .withMessage("text(...) is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\rb",
                "a\nb",
                "a\r\nBcc: x",
                "a\0b",
                "a\tb",
                "a\u000Bb",
                "a\u0085b",
                "a\u009Bb",
                "a\u2028b",
                "a\u2029b",
                "\nab",
                "ab\n",
                "",
                " "
            })
    void aSubjectThatCouldEndAHeaderLineIsRefused(String subject) {
        assertThatIllegalArgumentException().isThrownBy(() -> Message.to(ADA).subject(subject));
    }

    @Test
    void aSubjectHasAtMost255Characters() {
        Message.to(ADA).subject("x".repeat(255));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Message.to(ADA).subject("x".repeat(256)))
                .withMessage("subject must be 1..255 characters: 256");
    }

    @Test
    void blankPartsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Message.to(ADA).text(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> Message.to(ADA).html("\n"));
    }

    @Test
    void aCodeIsAsciiAndAlive() {
        Message.to(ADA).code("A".repeat(64), Duration.ofNanos(1));
        for (String code : List.of("", "12 34", "１２３４５６", "12\n34", "1".repeat(65))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Message.to(ADA).code(code, Duration.ofMinutes(1)));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Message.to(ADA).code("123456", Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Message.to(ADA).code("123456", Duration.ofSeconds(-1)));
    }

    @Test
    void anInlineImageIsNamedTypedAndBounded() {
        byte[] bytes = {1};
        for (String cid : List.of("", "a b", "a>b", "a\r\nb", "x".repeat(65))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Message.to(ADA).inline(cid, "image/png", bytes));
        }
        for (String type : List.of("text/html", "image/", "image/png\r\nX: y", "image/png; name=x")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Message.to(ADA).inline("logo", type, bytes));
        }
        Message.to(ADA).inline("logo", "image/png", new byte[1 << 20]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Message.to(ADA).inline("logo", "image/png", new byte[(1 << 20) + 1]))
                .withMessage("an inline image must be 1..1048576 bytes: 1048577");
        assertThatIllegalArgumentException().isThrownBy(() -> Message.to(ADA).inline("logo", "image/png", new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Message.to(ADA).inline("logo", "image/png", bytes).inline("logo", "image/png", bytes));
    }

    @Test
    void anInlineImageNeedsHtml() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Message.to(ADA)
                        .text("x")
                        .inline("logo", "image/png", new byte[1])
                        .build())
                .withMessage("inline(...) needs html(...)");
    }
}
