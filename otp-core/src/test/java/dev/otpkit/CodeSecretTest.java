package dev.otpkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CodeSecretTest {
    private static final byte[] NONCE = new byte[CodeSecret.NONCE];
    private static final byte[] TEXT = "493021".getBytes(UTF_8);
    private static final byte[] KEYED = "key".getBytes(UTF_8);
    private static final byte[] ASSOCIATED = "context".getBytes(UTF_8);

    private final CodeSecret secret = CodeSecret.of(TestBackend.secret(1));
    private final byte[] sealed = secret.seal(NONCE, TEXT, KEYED, ASSOCIATED);

    @Test
    void aSealOpensInItsOwnContext() {
        assertThat(secret.open(sealed, KEYED, ASSOCIATED))
                .hasValueSatisfying(text -> assertThat(text).isEqualTo(TEXT));
        assertThat(CodeSecret.of(TestBackend.secret(1)).open(sealed, KEYED, ASSOCIATED))
                .isPresent();
        assertThat(sealed).hasSize(CodeSecret.NONCE + TEXT.length + 16).startsWith(NONCE);
    }

    @Test
    void aSealOpensInNoOtherContext() {
        byte[] other = "other".getBytes(UTF_8);
        assertThat(secret.open(sealed, other, ASSOCIATED)).isEmpty();
        assertThat(secret.open(sealed, KEYED, other)).isEmpty();
        assertThat(secret.open(sealed, ASSOCIATED, KEYED)).isEmpty();
        assertThat(secret.open(sealed, KEYED, new byte[0])).isEmpty();
        assertThat(CodeSecret.of(TestBackend.secret(2)).open(sealed, KEYED, ASSOCIATED))
                .isEmpty();
        assertThat(secret.open(sealed, KEYED, ASSOCIATED))
                .as("a failure leaves nothing behind")
                .isPresent();
    }

    @Test
    void aSealOfWhichOneBitIsFlippedDoesNotOpen() {
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(secret.open(flipped, KEYED, ASSOCIATED)).isEmpty();
        }
    }

    @Test
    void aSealThatWasCutOrProlongedDoesNotOpen() {
        for (int length = 0; length < sealed.length; length++) {
            assertThat(secret.open(Arrays.copyOf(sealed, length), KEYED, ASSOCIATED))
                    .isEmpty();
        }
        assertThat(secret.open(Arrays.copyOf(sealed, sealed.length + 1), KEYED, ASSOCIATED))
                .isEmpty();
    }

    @Test
    void nothingSealedIsSealedToo() {
        byte[] empty = secret.seal(NONCE, new byte[0], ASSOCIATED, KEYED);
        assertThat(empty).hasSize(CodeSecret.NONCE + 16);
        assertThat(secret.open(empty, ASSOCIATED, KEYED))
                .hasValueSatisfying(text -> assertThat(text).isEmpty());
    }

    /** Two texts under one key and nonce would give each other away. */
    @Test
    void theNonceOfTheLastSealIsRefused() {
        assertThatThrownBy(() -> secret.seal(NONCE, KEYED, KEYED, ASSOCIATED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this JVM cannot seal");
    }

    @Test
    void aTagIsOfItsKeyItsCodeAndItsSecretAlone() {
        byte[] tag = secret.tag(KEYED, TEXT);
        assertThat(tag).hasSize(16).isEqualTo(secret.tag(KEYED, TEXT));
        assertThat(secret.tag(ASSOCIATED, TEXT)).isNotEqualTo(tag);
        assertThat(secret.tag(KEYED, "493022".getBytes(UTF_8))).isNotEqualTo(tag);
        assertThat(secret.tag("key4".getBytes(UTF_8), "93021".getBytes(UTF_8)))
                .as("no boundary moves")
                .isNotEqualTo(tag);
        assertThat(CodeSecret.of(TestBackend.secret(2)).tag(KEYED, TEXT)).isNotEqualTo(tag);
        assertThat(secret.receiptTag(KEYED, TEXT))
                .as("a receipt is no guess")
                .hasSize(16)
                .isNotEqualTo(tag);
    }

    @Test
    void anIdIsEightDigitsThatTellTheSecretsApart() {
        assertThat(secret.id())
                .matches("[0-9a-f]{8}")
                .isEqualTo(CodeSecret.of(TestBackend.secret(1)).id());
        assertThat(CodeSecret.of(TestBackend.secret(2)).id()).isNotEqualTo(secret.id());
    }
}
