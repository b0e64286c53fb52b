package dev.otpkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles. */
class ReadmeTest {
    @TempDir
    Path classes;

    @Test
    void everySnippetCompiles() throws IOException {
        List<String> snippets = Snippets.ofMarkdown(Files.readString(readme()));

        assertThat(snippets).hasSizeGreaterThanOrEqualTo(5);
        for (String snippet : snippets) {
            assertThat(new Snippets(classes).errors(snippet)).as(snippet).isEmpty();
        }
    }

    @Test
    void aSnippetThatDoesNotCompileIsNoticed() {
        assertThat(new Snippets(classes).errors("otp.request(key);")).contains("error:");
    }

    @Test
    void everyTestThatTheSecurityPageNamesExists() throws IOException {
        Set<String> files;
        try (Stream<Path> tree = Files.walk(Path.of(".."))) {
            files = tree.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
        Matcher named =
                Pattern.compile("`(\\w+(?:Test|Contract))`").matcher(Files.readString(Path.of("..", "SECURITY.md")));

        assertThat(named.results().map(name -> name.group(1) + ".java"))
                .hasSizeGreaterThan(20)
                .isSubsetOf(files);
    }

    @Test
    void javaComesEarly() throws IOException {
        assertThat(Files.readAllLines(readme()).indexOf("```java")).isBetween(0, 24);
    }

    private static Path readme() {
        return Path.of("..", "README.md");
    }
}
