package dev.otpkit.delivery;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a channel would send to, asked before any limit is touched: nowhere in particular, a country and a prefix on
 * which limits are counted, or nowhere because the channel refuses.
 *
 * <p>Country and prefix are the channel's own words; the limits only compare them. Immutable.
 */
public final class Destination {
    private static final Destination OPEN = new Destination(null, null, null);
    private static final int LONGEST = 64;

    private final @Nullable String country;
    private final @Nullable String prefix;
    private final @Nullable String refusal;

    private Destination(@Nullable String country, @Nullable String prefix, @Nullable String refusal) {
        this.country = country;
        this.prefix = prefix;
        this.refusal = refusal;
    }

    /** Anywhere: no country, no prefix, nothing refused. E-mail, for one. */
    public static Destination open() {
        return OPEN;
    }

    /**
     * A country, and the prefix of the numbers that are likely bought together.
     *
     * @throws IllegalArgumentException unless both are 1..64 characters
     */
    public static Destination to(String country, String prefix) {
        return new Destination(bounded("country", country), bounded("prefix", prefix), null);
    }

    /**
     * The channel will not send there. The reason is a few words of ours, as in {@link DeliveryResult}.
     *
     * @throws IllegalArgumentException if the reason is not of that form
     */
    public static Destination refused(String reason) {
        return new Destination(null, null, Reason.of(reason));
    }

    private static String bounded(String name, String value) {
        if (value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException(name + " must be 1.." + LONGEST + " characters: "
                    + value.strip().length());
        }
        return value;
    }

    /** The country whose limit counts, where there is one. */
    public Optional<String> country() {
        return Optional.ofNullable(country);
    }

    /** The prefix whose limit counts, where there is one. */
    public Optional<String> prefix() {
        return Optional.ofNullable(prefix);
    }

    /** Why the channel will not send there; empty when it will. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Whether the channel will not send there. */
    public boolean isRefused() {
        return refusal != null;
    }

    /** The kind of answer only: a prefix is most of a number. */
    @Override
    public String toString() {
        return refusal == null ? (country == null ? "open" : "to a country") : "refused: " + refusal;
    }
}
