package dev.otpkit.template;

import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a template is given: the code, whom it is for, and what it is good for.
 *
 * <p>Immutable. {@code toString} shows none of it but the kind of recipient.
 */
public final class Values {
    private final Recipient recipient;
    private final String code;
    private final Duration expiresIn;
    private final String purpose;
    private final Map<String, String> bindings;
    private final Locale locale;
    private final Map<String, String> variables;

    private Values(Builder builder, String code, Duration expiresIn, String purpose) {
        this.recipient = builder.recipient;
        this.code = code;
        this.expiresIn = expiresIn;
        this.purpose = purpose;
        this.bindings = Collections.unmodifiableMap(new LinkedHashMap<>(builder.bindings));
        this.locale = builder.locale;
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(builder.variables));
    }

    /** Begins the values of a message to this recipient; the code and the purpose are required. */
    public static Builder to(Recipient recipient) {
        return new Builder(recipient);
    }

    /** Whom the message is for. */
    public Recipient recipient() {
        return recipient;
    }

    /** The code, in ASCII. */
    public String code() {
        return code;
    }

    /** The life that is left. */
    public Duration expiresIn() {
        return expiresIn;
    }

    /** What the code is good for, in the application's word. */
    public String purpose() {
        return purpose;
    }

    /** The named facts the code is bound to, in the order they were given; values as they came. */
    public Map<String, String> bindings() {
        return bindings;
    }

    /** The language that was asked for; {@link Locale#ROOT} when none was. */
    public Locale locale() {
        return locale;
    }

    /** What else the application gave for the text; values as they came, so treat them as a stranger's. */
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public String toString() {
        return "Values[" + recipient.kind() + "]";
    }

    /** Collects the values; every setter answers the builder. */
    public static final class Builder {
        private final Recipient recipient;
        private final Map<String, String> bindings = new LinkedHashMap<>();
        private final Map<String, String> variables = new LinkedHashMap<>();
        private @Nullable String code;
        private @Nullable Duration expiresIn;
        private @Nullable String purpose;
        private Locale locale = Locale.ROOT;

        private Builder(Recipient recipient) {
            this.recipient = recipient;
        }

        /** The code and the life that is left to it. */
        public Builder code(String code, Duration expiresIn) {
            this.code = code;
            this.expiresIn = expiresIn;
            return this;
        }

        /** What the code is good for. */
        public Builder purpose(String purpose) {
            this.purpose = purpose;
            return this;
        }

        /** One more fact the code is bound to. */
        public Builder boundTo(String name, String value) {
            bindings.put(name, value);
            return this;
        }

        /** One more value for the text. */
        public Builder variable(String name, String value) {
            variables.put(name, value);
            return this;
        }

        /** The language that was asked for. */
        public Builder locale(Locale locale) {
            this.locale = locale;
            return this;
        }

        /**
         * The values.
         *
         * @throws IllegalStateException without {@link #code} or {@link #purpose}
         */
        public Values build() {
            if (code == null || expiresIn == null) {
                throw new IllegalStateException("code(...) is missing");
            }
            if (purpose == null) {
                throw new IllegalStateException("purpose(...) is missing");
            }
            return new Values(this, code, expiresIn, purpose);
        }
    }
}
