package dev.otpkit.delivery.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, each once. Strict, since what two readers would read differently is what a forger looks for: a
 * name that comes twice, a broken escape, bytes that are no UTF-8 are no form at all.
 */
final class SignedForm {
    /** Twilio's own have about twenty parameters and 1 KiB. */
    static final int MOST_BYTES = 64 * 1024;

    private static final int MOST_PARAMETERS = 200;

    // A letter first: a signature of this URL and a longer path must not read as one with a name like "/other".
    private static final Pattern NAME = Pattern.compile("[A-Za-z][!-~]{0,127}");

    private SignedForm() {}

    static Optional<SortedMap<String, String>> read(byte[] body) {
        SortedMap<String, String> parameters = new TreeMap<>();
        if (body.length > MOST_BYTES) {
            return Optional.empty();
        }
        if (body.length == 0) {
            return Optional.of(parameters);
        }
        int from = 0;
        for (int at = 0; at <= body.length; at++) {
            if (at == body.length || body[at] == '&') {
                if (!readPair(body, from, at, parameters)) {
                    return Optional.empty();
                }
                from = at + 1;
            }
        }
        return Optional.of(parameters);
    }

    /** The same of what a web stack has read already, which may have read it less strictly. */
    static Optional<SortedMap<String, String>> read(Map<String, List<String>> read) {
        SortedMap<String, String> parameters = new TreeMap<>();
        long length = 0;
        for (Map.Entry<String, List<String>> entry : read.entrySet()) {
            List<String> values = entry.getValue();
            String value = values != null && values.size() == 1 ? values.get(0) : null;
            length += value == null ? 0 : value.length();
            if (length > MOST_BYTES || !put(entry.getKey(), value, parameters)) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    /**
     * Those that were signed: all of them, or, where the signature does not fit these, all but what the query has too. The
     * query is signed with the URL, and web stacks put its parameters among the form's; Spring writes the body anew of both.
     */
    static Optional<SortedMap<String, String>> signed(
            SortedMap<String, String> parameters,
            @Nullable String query,
            Predicate<SortedMap<String, String>> matches) {
        if (matches.test(parameters)) {
            return Optional.of(parameters);
        }
        return Optional.ofNullable(query)
                .flatMap(text -> read(text.getBytes(UTF_8)))
                .map(ofQuery -> {
                    SortedMap<String, String> rest = new TreeMap<>(parameters);
                    rest.entrySet().removeAll(ofQuery.entrySet());
                    return rest;
                })
                .filter(matches);
    }

    private static boolean readPair(byte[] body, int from, int to, SortedMap<String, String> into) {
        int equals = from;
        while (equals < to && body[equals] != '=') {
            equals++;
        }
        return put(decoded(body, from, equals), decoded(body, Math.min(equals + 1, to), to), into);
    }

    private static boolean put(@Nullable String name, @Nullable String value, SortedMap<String, String> into) {
        return name != null
                && value != null
                && NAME.matcher(name).matches()
                && into.size() < MOST_PARAMETERS
                && into.put(name, value) == null;
    }

    /** Null: nothing that anybody could have meant. */
    private static @Nullable String decoded(byte[] body, int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            int c = body[i];
            if (c == '%') {
                int high = i + 2 < to ? Character.digit(body[i + 1], 16) : -1;
                int low = i + 2 < to ? Character.digit(body[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                c = high << 4 | low;
                i += 2;
            } else if (c <= ' ' || c == 0x7F) { // bytes above ASCII are negative: those come escaped
                return null;
            } else if (c == '+') {
                c = ' ';
            }
            bytes.write(c);
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
