package dev.otpkit.template;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One part of a message, compiled. What fills its gaps is never read as a template again. */
final class Part {
    private static final Mustache.Compiler PLAIN =
            Mustache.compiler().emptyStringIsFalse(true).escapeHTML(false).withCollector(new MapsOnly());
    private static final Mustache.Compiler ESCAPED = PLAIN.escapeHTML(true);

    private final String name;
    private final String source;
    private final Template template;

    private Part(String name, String source, Mustache.Compiler compiler) {
        this.name = name;
        this.source = source;
        this.template = compiler.compile(source);
    }

    static Part text(String name, String source) {
        return new Part(name, source, PLAIN);
    }

    static Part html(String name, String source) {
        return new Part(name, source, ESCAPED);
    }

    String name() {
        return name;
    }

    boolean showsFacts() {
        return source.contains("{{#facts}}");
    }

    String say(Map<String, Object> words) {
        return template.execute(words);
    }

    // The usual one looks names up by reflection: {{length}} in {{#name}} would be the length of the name.
    private static final class MapsOnly extends BasicCollector {
        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }
}
