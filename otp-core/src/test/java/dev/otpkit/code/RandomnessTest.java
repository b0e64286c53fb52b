package dev.otpkit.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T29: predictable or biased codes. */
class RandomnessTest {

    private static final int CODES = 1_000_000;

    /** The standard normal quantile of 1 - 0.001. */
    private static final double ONE_IN_A_THOUSAND = 3.0902;

    @Test
    @DisplayName("T29: every position and every pair of neighbours is uniform, p > 0.001")
    void digitsAreUniformAndIndependent() {
        assertUniform(OtpGenerator.digits(6), "0123456789");
    }

    @Test
    @DisplayName("T29: letters are uniform, p > 0.001")
    void lettersAreUniformAndIndependent() {
        assertUniform(OtpGenerator.letters(6), "BCDFGHJKLMNPQRSTVWXZ");
    }

    @Test
    @DisplayName("T29: a tenth of the codes begin with 0")
    void aTenthOfTheCodesBeginWithZero() {
        OtpGenerator digits = OtpGenerator.digits(6);
        int zeros = 0;
        for (int i = 0; i < CODES; i++) {
            if (digits.generate().startsWith("0")) {
                zeros++;
            }
        }
        // The deviation is 0.0003, so this is seven of them: one run in 10^11 fails by chance.
        assertThat((double) zeros / CODES).isCloseTo(0.1, within(0.0021));
    }

    @Test
    @DisplayName("T29: two JVMs started together share no run of three codes")
    void twoProcessesShareNoRunOfCodes(@TempDir Path dir) throws Exception {
        Path first = dir.resolve("first");
        Path second = dir.resolve("second");
        Process one = start(first);
        Process two = start(second);
        for (Process process : List.of(one, two)) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        Set<String> runs = runs(first);
        // By chance two of 10^5 runs meet, of 10^18 possible ones, once in 10^8 test runs.
        assertThat(runs).hasSize(CodesToFile.CODES - 2);
        runs.retainAll(runs(second));
        assertThat(runs).isEmpty();
    }

    /**
     * One fair sample in a thousand misses p > 0.001, and there are eleven tests on each: a single sample would fail one
     * run in ninety. So a statistic that misses must miss in three independent samples: 11 x 10^-9 by chance, while a
     * bias of one part in two hundred misses every time.
     */
    private static void assertUniform(OtpGenerator generator, String alphabet) {
        Set<String> missed = misses(generator, alphabet);
        for (int again = 0; again < 2 && !missed.isEmpty(); again++) {
            missed.retainAll(misses(generator, alphabet));
        }
        assertThat(missed).isEmpty();
    }

    private static Set<String> misses(OtpGenerator generator, String alphabet) {
        int length = generator.format().length();
        int size = alphabet.length();
        int[][] singles = new int[length][size];
        int[][] pairs = new int[length - 1][size * size];
        for (int i = 0; i < CODES; i++) {
            String code = generator.generate();
            int before = 0;
            for (int at = 0; at < length; at++) {
                int symbol = alphabet.indexOf(code.charAt(at));
                singles[at][symbol]++;
                if (at > 0) {
                    pairs[at - 1][before * size + symbol]++;
                }
                before = symbol;
            }
        }
        Set<String> missed = new HashSet<>();
        for (int at = 0; at < length; at++) {
            if (chiSquare(singles[at]) > critical(size - 1)) {
                missed.add("position " + at);
            }
            if (at > 0 && chiSquare(pairs[at - 1]) > critical(size * size - 1)) {
                missed.add("pair at " + (at - 1));
            }
        }
        return missed;
    }

    private static double chiSquare(int[] counts) {
        double expected = (double) CODES / counts.length;
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    /** Where chi-square has p = 0.001, by Wilson and Hilferty; 0.7 % too high at nine degrees, closer above. */
    private static double critical(int degrees) {
        double spread = 2.0 / (9.0 * degrees);
        return degrees * Math.pow(1 - spread + ONE_IN_A_THOUSAND * Math.sqrt(spread), 3);
    }

    private static Process start(Path codes) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        root(OtpGenerator.class) + File.pathSeparator + root(CodesToFile.class),
                        CodesToFile.class.getName(),
                        codes.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        codes.resolveSibling(codes.getFileName() + ".log").toFile())
                .start();
    }

    /** The folder or jar a class came from, which the class path does not tell when tests run on the module path. */
    private static Path root(Class<?> type) throws Exception {
        String entry = type.getName().replace('.', '/') + ".class";
        String url = String.valueOf(type.getResource('/' + entry));
        return Path.of(URI.create(url.substring(0, url.length() - entry.length())));
    }

    private static Set<String> runs(Path file) throws Exception {
        List<String> codes = Files.readAllLines(file);
        assertThat(codes).hasSize(CodesToFile.CODES);
        Set<String> runs = new HashSet<>();
        for (int i = 2; i < codes.size(); i++) {
            runs.add(codes.get(i - 2) + codes.get(i - 1) + codes.get(i));
        }
        return runs;
    }
}
