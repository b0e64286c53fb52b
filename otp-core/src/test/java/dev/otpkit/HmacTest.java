package dev.otpkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmacTest {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 4231, section 4; the fifth is of a shortened output, which nothing here uses. */
    @ParameterizedTest(name = "test case {0}")
    @CsvSource({
        "1, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265,"
                + " b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "2, 4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
                + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "3, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, DATA3,"
                + " 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        "4, 0102030405060708090a0b0c0d0e0f10111213141516171819, DATA4,"
                + " 82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        "6, KEY6, 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368"
                + "204b6579204669727374, 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    })
    void textsAreTaggedAsTheRfcSays(int number, String key, String text, String tag) {
        String longKey = key.replace("KEY6", "aa".repeat(131));
        String longText = text.replace("DATA3", "dd".repeat(50)).replace("DATA4", "cd".repeat(50));
        assertThat(new Hmac(HEX.parseHex(longKey)).tag(HEX.parseHex(longText))).isEqualTo(HEX.parseHex(tag));
    }

    /** RFC 5869, appendix A: SHA-256, of each output the first 32 bytes. */
    @ParameterizedTest(name = "test case {0}")
    @CsvSource({
        "1, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 000102030405060708090a0b0c, f0f1f2f3f4f5f6f7f8f9,"
                + " 3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
        "3, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b,"
                + " 0000000000000000000000000000000000000000000000000000000000000000, '',"
                + " 8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d",
    })
    void keysAreDerivedAsTheRfcSays(int number, String secret, String salt, String info, String derived) {
        // Case 3 has no salt, which RFC 5869 2.2 reads as a hash's length of zeros.
        assertThat(Hmac.hkdf(HEX.parseHex(secret), HEX.parseHex(salt), HEX.parseHex(info)))
                .isEqualTo(HEX.parseHex(derived));
    }

    /** RFC 5869, appendix A.2: long inputs. */
    @Test
    void longInputsAreDerivedAsTheRfcSays() {
        assertThat(Hmac.hkdf(upwards(0x00, 80), upwards(0x60, 80), upwards(0xb0, 80)))
                .isEqualTo(HEX.parseHex("b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"));
    }

    @Test
    void differentLabelsAndDifferentSecretsMakeDifferentTags() {
        byte[] secret = TestBackend.secret(1);
        byte[] text = "text".getBytes(UTF_8);
        byte[] tag = Hmac.of(secret, "tags").tag(text);
        assertThat(tag).hasSize(32).isEqualTo(Hmac.of(secret, "tags").tag(text));
        assertThat(Hmac.of(secret, "seals").tag(text)).isNotEqualTo(tag);
        assertThat(Hmac.of(TestBackend.secret(2), "tags").tag(text)).isNotEqualTo(tag);
    }

    /** What is stored under these labels must still be read by every later version. */
    @Test
    void aLabelsKeyIsHkdfWithTheLibrarysSalt() {
        byte[] secret = TestBackend.secret(1);
        byte[] key = Hmac.hkdf(secret, "dev.otpkit/1".getBytes(UTF_8), "tags".getBytes(UTF_8));
        assertThat(Hmac.of(secret, "tags").tag("text".getBytes(UTF_8))).isEqualTo(hmac(key, "text".getBytes(UTF_8)));
    }

    @Test
    void partsAreTaggedAsOneTextSoWhoeverJoinsThemMustTellThemApart() {
        Hmac tags = Hmac.of(TestBackend.secret(1), "tags");
        assertThat(tags.tag("ab".getBytes(UTF_8), "c".getBytes(UTF_8))).isEqualTo(tags.tag("abc".getBytes(UTF_8)));
    }

    @Test
    void manyThreadsTagAtOnceAndDoNotMixTheirTexts() throws Exception {
        Hmac tags = Hmac.of(TestBackend.secret(1), "tags");
        byte[][] expected = new byte[100][];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = tags.tag(text(i));
        }
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> all = () -> IntStream.range(0, expected.length)
                    .allMatch(i -> java.util.Arrays.equals(tags.tag(text(i)), expected[i]));
            for (Future<Boolean> same : pool.invokeAll(List.of(all, all, all, all, all, all))) {
                assertThat(same.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static byte[] text(int i) {
        byte[] text = new byte[20_000]; // long enough for two threads to meet in it
        java.util.Arrays.fill(text, (byte) i);
        return text;
    }

    private static byte[] upwards(int from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
