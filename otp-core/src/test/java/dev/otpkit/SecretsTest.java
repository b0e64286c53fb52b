package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final byte[] NAMES = TestBackend.secret(0);
    private static final byte[] CODES = TestBackend.secret(1);
    private static final byte[] OTHER = TestBackend.secret(2);

    @Test
    void aSecretHasAtLeastThirtyTwoBytes() {
        byte[] cut = Arrays.copyOf(CODES, 31);
        refused(() -> Secrets.of(NAMES, cut), "the codes secret must be at least 32 bytes: 31");
        refused(() -> Secrets.of(cut, CODES), "the names secret must be at least 32 bytes: 31");
        refused(() -> Secrets.of(NAMES, new byte[0]), "the codes secret must be at least 32 bytes: 0");
        refused(() -> Secrets.of(NAMES, CODES).accepts(cut), "the codes secret must be at least 32 bytes: 31");
    }

    @Test
    void aSecretHasAtLeastEightDifferentBytes() {
        byte[] seven = new byte[64];
        byte[] eight = new byte[32];
        for (int i = 0; i < seven.length; i++) {
            seven[i] = (byte) (i % 7);
            eight[i / 2] = (byte) (128 + i / 2 % 8); // beyond a signed byte
        }
        refused(() -> Secrets.of(NAMES, seven), "the codes secret must be random: it has fewer than 8 different bytes");
        refused(() -> Secrets.of(seven, CODES), "the names secret must be random: it has fewer than 8 different bytes");
        assertThatCode(() -> Secrets.of(NAMES, eight)).doesNotThrowAnyException();
    }

    @Test
    void theNamesSecretIsNoSecretForCodes() {
        refused(
                () -> Secrets.of(NAMES, NAMES.clone()),
                "the names secret must not be the codes secret: only one of them rotates");
        refused(
                () -> Secrets.of(NAMES, CODES).accepts(NAMES.clone()),
                "the names secret must not be the codes secret: only one of them rotates");
    }

    @Test
    void oneIsActiveAndTheOthersAreAccepted() {
        Secrets secrets = Secrets.of(NAMES, CODES).accepts(OTHER);
        String active = CodeSecret.of(CODES).id();
        String other = CodeSecret.of(OTHER).id();
        assertThat(secrets.active().id()).isEqualTo(active);
        assertThat(secrets.accepted()).containsOnlyKeys(active, other);
        assertThat(secrets.accepted(other)).isPresent();
        assertThat(secrets.accepted("00000000")).isEmpty();
        assertThat(Secrets.of(NAMES, CODES).accepts(CODES).accepted()).containsOnlyKeys(active);
    }

    @Test
    void acceptingOneMoreLeavesTheFirstAsItWas() {
        Secrets one = Secrets.of(NAMES, CODES);
        one.accepts(OTHER);
        assertThat(one.accepted()).hasSize(1);
    }

    @Test
    void aSecretIsItsOwnWhateverHappensToTheArray() {
        byte[] names = NAMES.clone();
        byte[] codes = CODES.clone();
        Secrets secrets = Secrets.of(names, codes);
        Arrays.fill(names, (byte) 0);
        Arrays.fill(codes, (byte) 0);
        assertThat(secrets.names().tag(OTHER))
                .isEqualTo(Secrets.of(NAMES, CODES).names().tag(OTHER));
        assertThat(secrets.active().tag(OTHER, OTHER))
                .isEqualTo(CodeSecret.of(CODES).tag(OTHER, OTHER));
    }

    @Test
    void madeUpSecretsAreNeverTheSame() {
        assertThat(Secrets.random().active().id())
                .isNotEqualTo(Secrets.random().active().id());
        assertThat(Secrets.random().names().tag(OTHER))
                .isNotEqualTo(Secrets.random().names().tag(OTHER));
    }

    @Test
    void theyAreNotPrinted() {
        assertThat(Secrets.of(NAMES, CODES).accepts(OTHER)).hasToString("Secrets[]");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
