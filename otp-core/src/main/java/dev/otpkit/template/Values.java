package dev.otpkit.template;

import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a template is given: the code, whom it is for, and what it is good for.
 *
 * <p>Immutable. {@code toString} shows none of it but the kind of recipient.
 *
 * @param recipient whom the message is for
 * @param code in ASCII
 * @param expiresIn the life that is left
 * @param purpose what the code is good for, in the application's word
 * @param bindings the named facts the code is bound to, in the order they were given; values as they came
 * @param locale the language that was asked for; {@link Locale#ROOT} when none was
 * @param variables what else the application gave for the text; values as they came, so treat them as a stranger's
 */
public record Values(
        Recipient recipient,
        String code,
        Duration expiresIn,
        String purpose,
        Map<String, String> bindings,
        Locale locale,
        Map<String, String> variables) {
    /** Copies the maps, orders and all. */
    public Values {
        bindings = copy(bindings);
        variables = copy(variables);
    }

    private static Map<String, String> copy(Map<String, String> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    @Override
    public String toString() {
        return "Values[" + recipient.kind() + "]";
    }
}
