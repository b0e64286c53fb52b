package dev.otpkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles. */
class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    /** What a reader's application has at hand; a snippet that declares one of them gets along without. */
    private static final List<String> AT_HAND = List.of(
            "dev.otpkit.OtpService otp",
            "dev.otpkit.OtpKey key",
            "dev.otpkit.VerifyResult result",
            "dev.otpkit.OtpListener metrics",
            "dev.otpkit.delivery.DeliveryChannel mail",
            "byte[] names",
            "byte[] november",
            "byte[] october",
            "String ip",
            "String typed");

    private static final String IMPORTS = """
            import dev.otpkit.*;
            import dev.otpkit.code.*;
            import dev.otpkit.delivery.*;
            import dev.otpkit.limit.*;
            import dev.otpkit.store.memory.*;
            import dev.otpkit.template.*;
            import dev.otpkit.testkit.*;
            import java.time.*;
            import java.util.*;
            """;

    @TempDir
    Path classes;

    @Test
    void everySnippetCompiles() throws IOException {
        List<String> snippets = snippets();

        assertThat(snippets).hasSizeGreaterThanOrEqualTo(5);
        for (String snippet : snippets) {
            assertThat(compile(snippet)).as(snippet).isEmpty();
        }
    }

    @Test
    void aSnippetThatDoesNotCompileIsNoticed() {
        assertThat(compile("otp.request(key);")).contains("error:");
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

    private String compile(String snippet) {
        List<String> parameters = new ArrayList<>(AT_HAND);
        parameters.removeIf(declared ->
                snippet.matches("(?s).*\\b[A-Z]\\w+ " + declared.substring(declared.lastIndexOf(' ') + 1) + " = .*"));
        String source = IMPORTS + "abstract class Snippet {\n"
                + "abstract void pay(String subject, Map<String, String> what);\n"
                + "void shown(" + String.join(", ", parameters) + ") throws Exception {\n" + snippet + "}\n}\n";
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        compiler.getTask(errors, null, null, options, null, List.of(file)).call();
        return errors.toString();
    }

    private static List<String> snippets() throws IOException {
        List<String> snippets = new ArrayList<>();
        for (Matcher java = JAVA.matcher(Files.readString(readme())); java.find(); ) {
            snippets.add(java.group(1));
        }
        return snippets;
    }

    private static Path readme() {
        return Path.of("..", "README.md");
    }
}
