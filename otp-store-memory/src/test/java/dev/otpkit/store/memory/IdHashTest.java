package dev.otpkit.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdHashTest {
    private static final IdHash.Key KEY = new IdHash.Key(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"));

    /** From the authors' vectors (the first two), and from OpenSSL's SIPHASH. */
    @ParameterizedTest
    @CsvSource({
        "'', a3817f04ba25a8e66df67214c7550293",
        "'\0', da87c1d86b99af44347659119b22fc45",
        "0123456789abcdef0123456789abcdef:c:fedcba9876543210fedcba9876543210, d7479a9384af92d2426705ee5effaaaa",
        "ünïcødé 漢字, 17d50eddc2764269d1626d370f817ab2"
    })
    void itIsSipHash(String id, String expected) {
        IdHash hash = KEY.hash(id);
        byte[] bytes = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(hash.low())
                .putLong(hash.high())
                .array();

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
    }

    @Test
    void idsOfOneSubjectLieTogetherAndOthersElsewhere() {
        IdHash.Key key = IdHash.Key.random();
        String subject = "0123456789abcdef0123456789abcde";

        assertThat(key.hash(subject + "f:f:d").prefix())
                .isEqualTo(key.hash(subject + "f:c:00").prefix())
                .isEqualTo(key.hash(subject + "f").prefix());
        assertThat(IntStream.range(0, 1000)
                        .map(i -> key.hash(HexFormat.of().toHexDigits(i) + subject)
                                .prefix())
                        .distinct()
                        .count())
                .isGreaterThan(990);
    }

    @Test
    void eachKeyIsAnother() {
        assertThat(IdHash.Key.random().hash("id").low())
                .isNotEqualTo(IdHash.Key.random().hash("id").low());
    }
}
