package dev.otpkit.template;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** One part of a message, compiled. What fills its gaps is never read as a template again. */
final class Part {
    private static final Mustache.Compiler PLAIN =
            Mustache.compiler().emptyStringIsFalse(true).escapeHTML(false).withCollector(new MapsOnly());
    private static final Mustache.Compiler ESCAPED = PLAIN.withEscaper(Part::escaped);

    private static final Pattern FACT = Pattern.compile("\\{\\{ *\\. *}}");

    private final boolean showsFacts;
    private final Template template;

    private Part(String source, Mustache.Compiler compiler) {
        this.showsFacts = FACT.matcher(source).find();
        this.template = compiler.compile(source);
    }

    static Part text(String source) {
        return new Part(source, PLAIN);
    }

    static Part html(String source) {
        return new Part(source, ESCAPED);
    }

    /** Whether each fact is in it: a dot stands for nothing else. */
    boolean showsFacts() {
        return showsFacts;
    }

    String say(Map<String, Object> words) {
        return template.execute(words);
    }

    // The engine's own goes over each value seven times, most of an e-mail's rendering.
    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '`' -> escaped.append("&#x60;");
                case '=' -> escaped.append("&#x3D;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    // The usual one looks names up by reflection: {{length}} in {{#name}} would be the length of the name.
    private static final class MapsOnly extends BasicCollector {
        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }
}
