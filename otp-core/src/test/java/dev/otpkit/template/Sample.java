package dev.otpkit.template;

import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Values as a test wants them, of which it says what matters to it. */
final class Sample {
    private final Recipient recipient;
    private final Map<String, String> bindings = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private String code = "493021";
    private Duration expiresIn = Duration.ofMinutes(5);
    private String purpose = "login";
    private Locale locale = Locale.ROOT;

    private Sample(Recipient recipient) {
        this.recipient = recipient;
    }

    static Sample to(Recipient recipient) {
        return new Sample(recipient);
    }

    Sample code(String code, Duration expiresIn) {
        this.code = code;
        this.expiresIn = expiresIn;
        return this;
    }

    Sample purpose(String purpose) {
        this.purpose = purpose;
        return this;
    }

    Sample boundTo(String name, String value) {
        bindings.put(name, value);
        return this;
    }

    Sample variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Sample locale(Locale locale) {
        this.locale = locale;
        return this;
    }

    Values build() {
        return new Values(recipient, code, expiresIn, purpose, bindings, locale, variables);
    }
}
