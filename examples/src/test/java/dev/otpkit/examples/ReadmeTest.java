package dev.otpkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /** To files, and to headings in them. */
    @Test
    void everyLinkWithinTheProjectLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            Matcher link = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)")
                    .matcher(Files.readString(page));
            while (link.find()) {
                links++;
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                boolean there = Files.exists(target)
                        && (link.group(2) == null || headings(target).contains(link.group(2)));
                if (!there) {
                    broken.add(page + ": " + link.group());
                }
            }
        }
        assertThat(links).isGreaterThan(15);
        assertThat(broken).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> tree = Files.walk(Path.of(".."))) {
            return tree.filter(file ->
                            file.toString().endsWith(".md") && !file.toString().contains("/target/"))
                    .toList();
        }
    }

    private static List<String> headings(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ +", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @Test
    void javaComesEarly() throws IOException {
        assertThat(Files.readAllLines(readme()).indexOf("```java")).isBetween(0, 24);
    }

    private static Path readme() {
        return Path.of("..", "README.md");
    }
}
