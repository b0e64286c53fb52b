package dev.otpkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Recipient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** T7: whatever distinguishes two keys distinguishes their bytes. */
class KeyTextTest {
    private static final List<String> LETTERS = List.of("a", "z", ":", " ", "=", "ä", "中", "€", "😀");
    private static final OtpKey KEY = OtpKey.of("login", "ab");

    @Test
    void noTwoOfTheseKeysReadAlike() {
        List<OtpKey> keys = List.of(
                KEY,
                OtpKey.of("logi", "nab"),
                OtpKey.of("logina", "b"),
                OtpKey.of("login", "a").boundTo("b", "c"),
                KEY.boundTo("b", "c"),
                KEY.boundTo("bc", "d"),
                KEY.boundTo("b", "cd"),
                KEY.boundTo("b", "c").boundTo("d", "e"),
                KEY.boundTo("b", "e").boundTo("d", "c"),
                KEY.boundTo("b", "cd").boundTo("e", "f"),
                KEY.boundTo("b", "c").boundTo("de", "f"),
                KEY.boundTo("b", "c de f"),
                KEY.boundTo("b", "c=d&e"),
                KEY.boundTo("b", "c").boundTo("d", "e").boundTo("f", "g"),
                OtpKey.of("login", "ä"),
                OtpKey.of("login", "a\u0308"),
                OtpKey.of("login", Recipient.email("ab@example.com")),
                OtpKey.of("login", Recipient.sms("+14155550100")),
                OtpKey.of("login", Recipient.of("push", "ab")));
        Map<String, OtpKey> seen = new HashMap<>();
        for (OtpKey key : keys) {
            for (String namespace : new String[] {"", "login", "a", "acme"}) {
                String text = Arrays.toString(KeyText.of(namespace, key));
                assertThat(seen.put(text, key)).isNull();
            }
        }
    }

    @Test
    void aRecipientIsNeverTheSubjectOfTheSameSpelling() {
        Recipient recipient = Recipient.of("push", "device-1");
        OtpKey named = OtpKey.of("login", recipient.identity(), false, Map.of());
        assertThat(KeyText.of("", OtpKey.of("login", recipient))).isNotEqualTo(KeyText.of("", named));
    }

    @Test
    void theOrderOfFactsDoesNotMatter() {
        OtpKey one = KEY.boundTo("payee", "ACME").boundTo("amount", "EUR 10").boundTo("z", "1");
        OtpKey other = KEY.boundTo("z", "1").boundTo("amount", "EUR 10").boundTo("payee", "ACME");
        assertThat(KeyText.of("", one)).isEqualTo(KeyText.of("", other));
        assertThat(KeyText.of("", KEY.boundTo("a", "1").boundTo("b", "2")))
                .isEqualTo(KeyText.of("", KEY.boundTo("b", "2").boundTo("a", "1")));
    }

    @Test
    void everyKeyIsReadBackAsItself() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 500; round++) {
            OtpKey key = OtpKey.of(word(random, 32), text(random));
            if (random.nextBoolean()) {
                key = OtpKey.of(
                        word(random, 32), Recipient.of("push", text(random).replace(" ", "_")));
            }
            List<String> names = new ArrayList<>();
            for (int i = random.nextInt(0, 9); i > 0; i--) {
                String name = word(random, 31);
                if (!names.contains(name)) {
                    names.add(name);
                    key = key.boundTo(name, text(random));
                }
            }
            byte[] packed = KeyText.of("acme", key);
            assertThat(KeyText.read("acme", packed)).contains(key);
            assertThat(KeyText.read("acm", packed)).isEmpty();
            assertThat(KeyText.read("", packed)).isEmpty();
        }
    }

    @Test
    void whatWasCutOffOrIsNoKeyIsNotRead() {
        byte[] whole = KeyText.of("acme", KEY.boundTo("b", "c"));
        int readable = 0;
        for (int length = 0; length < whole.length; length++) {
            if (KeyText.read("acme", Arrays.copyOf(whole, length)).isPresent()) {
                readable++;
            }
        }
        assertThat(readable).as("the key without its binding, and nothing else").isEqualTo(1);
        assertThat(KeyText.read("", KeyText.join(0, new byte[0], "LOGIN".getBytes(UTF_8), "a".getBytes(UTF_8))))
                .isEmpty();
        assertThat(KeyText.read("", KeyText.join(0, new byte[0], "login".getBytes(UTF_8), new byte[0])))
                .isEmpty();
    }

    @Test
    void theLongestKeyFits() {
        String longest = "\u4e00".repeat(400);
        OtpKey key = OtpKey.of("a".repeat(32), longest);
        for (int i = 0; i < 8; i++) {
            key = key.boundTo("n" + i + "x".repeat(30), longest);
        }
        byte[] text = KeyText.of("n".repeat(32), key);
        assertThat(KeyText.read("n".repeat(32), text)).contains(key);
        assertThat(text.length).as("a part's length is a short").isLessThan(Short.MAX_VALUE);
    }

    private static String word(SplittableRandom random, int longest) {
        StringBuilder word = new StringBuilder("w");
        for (int i = random.nextInt(0, longest); i > 0; i--) {
            word.append("abcdefgh0123-".charAt(random.nextInt(13)));
        }
        return word.toString();
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(0, 30); i > 0; i--) {
            text.append(LETTERS.get(random.nextInt(LETTERS.size())));
        }
        return text.append('t').toString();
    }
}
