package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** T6: who does not look at a clock is not misled by it. {@link ThreeClocks} shows the same with clocks that are wrong. */
class ClockSkewTest {
    @Test
    void nothingInThisModuleAsksTheCallersClock() throws Exception {
        Path classes = Path.of(RedisBackend.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(all).hasSizeGreaterThan(10);
            for (Path file : all) {
                assertThat(Files.readString(file, ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("currentTimeMillis", "java/time/Instant", "java/time/Clock");
            }
        }
    }
}
