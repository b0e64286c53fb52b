package dev.otpkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Javadoc of the shipped modules shows compiles. */
class JavadocTest {
    @TempDir
    Path classes;

    @Test
    void everySnippetCompilesAndLeavesNothingOut() throws IOException {
        Map<Path, List<String>> shown = shown(Path.of(".."));

        assertThat(shown).hasSizeGreaterThanOrEqualTo(15);
        assertThat(shown.keySet().stream().map(file -> file.getName(1)))
                .contains(Path.of("otp-core"), Path.of("otp-store-memory"), Path.of("otp-testkit"));
        shown.forEach((file, snippets) -> snippets.forEach(snippet -> {
            assertThat(new Snippets(classes).errors(snippet))
                    .as("%s: %s", file, snippet)
                    .isEmpty();
            assertThat(snippet).as("%s", file).doesNotContain("...");
        }));
    }

    @Test
    void aSnippetThatDoesNotCompileIsNoticed(@TempDir Path project) throws IOException {
        Path sources = Files.createDirectories(project.resolve("otp-new/src/main/java/dev/otpkit"));
        Files.writeString(sources.resolve("Whole.java"), """
                /**
                 * <pre>{@code
                 * otp.cancel(key);
                 * }</pre>
                 *
                 * <pre>{@code
                 * @Override
                 * public String toString() {
                 *     return "a member";
                 * }
                 * }</pre>
                 */
                """);
        Files.writeString(sources.resolve("Broken.java"), """
                class Broken {
                    /** As in <pre>{@code otp.request(key);}</pre> which has no recipient. */
                    void method() {}
                }
                """);

        Map<Path, List<String>> shown = shown(project);

        assertThat(shown.get(sources.resolve("Whole.java")))
                .hasSize(2)
                .allSatisfy(snippet ->
                        assertThat(new Snippets(classes).errors(snippet)).isEmpty());
        assertThat(shown.get(sources.resolve("Broken.java")))
                .singleElement()
                .satisfies(snippet ->
                        assertThat(new Snippets(classes).errors(snippet)).contains("error:"));
    }

    /** The snippets of each source file that has any, over all modules. */
    private static Map<Path, List<String>> shown(Path project) throws IOException {
        Map<Path, List<String>> shown = new TreeMap<>();
        try (Stream<Path> modules = Files.list(project)) {
            for (Path module : modules.filter(
                            name -> name.getFileName().toString().startsWith("otp-"))
                    .toList()) {
                Path sources = module.resolve("src/main/java");
                if (Files.isDirectory(sources)) {
                    read(sources, shown);
                }
            }
        }
        return shown;
    }

    private static void read(Path sources, Map<Path, List<String>> shown) throws IOException {
        try (Stream<Path> tree = Files.walk(sources)) {
            for (Path file :
                    tree.filter(name -> name.toString().endsWith(".java")).toList()) {
                List<String> snippets = Snippets.ofJavadoc(Files.readString(file));
                if (!snippets.isEmpty()) {
                    shown.put(file, snippets);
                }
            }
        }
    }
}
