package dev.otpkit.examples;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Finds the Java in a document and compiles it, with no more around it than a reader's application has. */
final class Snippets {
    private static final Pattern MARKDOWN = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JAVADOC = Pattern.compile("<pre>\\{@code\\b(.*?)\\}</pre>", Pattern.DOTALL);

    /** What is at hand; a snippet that declares one of them gets along without. */
    private static final List<String> AT_HAND = List.of(
            "OtpService otp",
            "OtpKey key",
            "VerifyResult result",
            "OtpListener metrics",
            "DeliveryChannel mail",
            "DeliveryChannel backup",
            "Message message",
            "FaultyBackend backend",
            "FaultyChannel channel",
            "RowStore myRows",
            "UnifiedJedis redis",
            "byte[] names",
            "byte[] november",
            "byte[] october",
            "byte[] body",
            "String accountSid",
            "String authToken",
            "String clientId",
            "String clientSecret",
            "String contentType",
            "String flowId",
            "String ip",
            "String password",
            "String query",
            "String refreshToken",
            "String signature",
            "String typed");

    private static final String AROUND = """
            import dev.otpkit.*;
            import dev.otpkit.code.*;
            import dev.otpkit.delivery.*;
            import dev.otpkit.delivery.gmail.*;
            import dev.otpkit.delivery.smtp.*;
            import dev.otpkit.delivery.twilio.*;
            import dev.otpkit.limit.*;
            import dev.otpkit.store.*;
            import dev.otpkit.store.memory.*;
            import dev.otpkit.store.redis.*;
            import dev.otpkit.template.*;
            import dev.otpkit.testkit.*;
            import java.math.*;
            import java.net.*;
            import java.time.*;
            import java.util.*;
            import java.util.function.*;
            import redis.clients.jedis.*;

            abstract class Snippet {
                abstract void audit(String id, DeliveryResult became);
                abstract void pay(String subject, Map<String, String> what);
                abstract <T> T serializable(Supplier<T> work);
                abstract RowStore.Rows rowsOf(List<String> ids);
            """;

    private final Path classes;

    Snippets(Path classes) {
        this.classes = classes;
    }

    static List<String> ofMarkdown(String document) {
        return MARKDOWN.matcher(document).results().map(java -> java.group(1)).toList();
    }

    static List<String> ofJavadoc(String source) {
        return JAVADOC.matcher(source)
                .results()
                .map((MatchResult java) -> java.group(1).replaceAll("\\n *\\* ?", "\n"))
                .toList();
    }

    /** What the compiler has against it: as statements, and if they are none, as members of a class. */
    String errors(String snippet) {
        List<String> parameters = new ArrayList<>(AT_HAND);
        parameters.removeIf(declared ->
                snippet.matches("(?s).*\\b[A-Z]\\w+ " + declared.substring(declared.lastIndexOf(' ') + 1) + " = .*"));
        String errors =
                compile("void shown(" + String.join(", ", parameters) + ") throws Exception {\n" + snippet + "}");
        return errors.isEmpty() || compile(snippet).isEmpty() ? "" : errors;
    }

    private String compile(String members) {
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return AROUND + members + "\n}\n";
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        compiler.getTask(errors, null, null, options, null, List.of(file)).call();
        return errors.toString();
    }
}
