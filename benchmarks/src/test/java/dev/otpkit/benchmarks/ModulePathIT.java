package dev.otpkit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs with a module-info of their own that take the shipped jars from the module path. */
class ModulePathIT {
    private static final String JARS = System.getProperty("module.path.jars");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static List<String> printed(String module, String type, Path compiled)
            throws IOException, InterruptedException {
        Path sources = Path.of("src", "test", "modulepath", module);
        int javac = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--release",
                        "17",
                        "-p",
                        JARS,
                        "-d",
                        compiled.toString(),
                        sources.resolve("module-info.java").toString(),
                        sources.resolve(type + ".java").toString());
        assertThat(javac).isZero();

        List<String> command = List.of(
                JAVA.toString(), "-p", JARS + File.pathSeparator + compiled, "-m", module + "/" + module + "." + type);
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed;
        try (InputStream out = program.getInputStream()) {
            printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(program.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }

    @Test
    void allModulesWorkTogetherOnTheModulePath(@TempDir Path compiled) throws IOException, InterruptedException {
        assertThat(printed("together", "Together", compiled))
                .contains(
                        "dev.otpkit named",
                        "dev.otpkit.testkit named",
                        "dev.otpkit.store.memory named",
                        "dev.otpkit.store.redis named",
                        "dev.otpkit.delivery.http named",
                        "dev.otpkit.delivery.mime named",
                        "dev.otpkit.delivery.smtp named",
                        "dev.otpkit.delivery.twilio automatic",
                        "dev.otpkit.delivery.gmail automatic",
                        "SENT",
                        "MALFORMED",
                        "TEMPORARY fault=PROVIDER reason='no connection'",
                        "gmail TEMPORARY fault=PROVIDER reason='no connection'",
                        "twilio GB",
                        "twilio TEMPORARY fault=PROVIDER reason='no connection'");
    }

    /** The automatic ones cannot say what they need; their READMEs do. */
    @ParameterizedTest
    @CsvSource({"takesgmail, Gmail", "takestwilio, Twilio"})
    void whatAReadmeAsksForIsEnough(String module, String type, @TempDir Path compiled)
            throws IOException, InterruptedException {
        assertThat(printed(module, type, compiled)).contains("SENT fault=NONE");
    }
}
