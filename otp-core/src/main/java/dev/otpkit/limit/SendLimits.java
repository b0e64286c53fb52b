package dev.otpkit.limit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What phones, mailboxes and networks suffer at most, over all purposes of a service.
 *
 * <pre>{@code
 * SendLimits limits = SendLimits.builder()
 *     .recipient(Limit.of(1, Duration.ofMinutes(1)), Limit.of(5, Duration.ofHours(1)), Limit.of(10, Duration.ofDays(1)))
 *     .clientIp(Limit.of(50, Duration.ofHours(1)))
 *     .build();
 * }</pre>
 *
 * <p>What is not named keeps its default: per recipient one in 60 seconds, 5 an hour and 10 a day; per subject 10 an
 * hour and 20 a day; per client IP 50 an hour, where the caller hands one. Countries, prefixes, spending and the whole service
 * have no limit until they are given one. Countries and ranges of numbers whose codes nobody verifies are slowed and stopped
 * by the {@linkplain PumpingGuard#standard() standard} guard.
 */
public final class SendLimits {
    /** Spending is counted in parts of the cap. */
    private static final int CAP = 10_000_000;

    private final Map<Bucket.Kind, List<Limit>> limits;
    private final Optional<String> unlimited;
    private final Optional<PumpingGuard> pumping;
    private final Map<String, Integer> weights;

    private SendLimits(
            Map<Bucket.Kind, List<Limit>> limits,
            Optional<String> unlimited,
            Optional<PumpingGuard> pumping,
            Map<String, Integer> weights) {
        this.limits = new EnumMap<>(limits);
        this.unlimited = unlimited;
        this.pumping = pumping;
        this.weights = Map.copyOf(weights);
    }

    /** The defaults. */
    public static SendLimits standard() {
        return builder().build();
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * No limit at all: floods and pumping bills are then yours to prevent. Listed in the security
     * report with the reason.
     */
    public static SendLimits allowUnlimited(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("allowUnlimited(reason) must say why");
        }
        return new SendLimits(new EnumMap<>(Bucket.Kind.class), Optional.of(reason), Optional.empty(), Map.of());
    }

    /** The limits of this kind of bucket; empty when it has none. */
    public List<Limit> of(Bucket.Kind kind) {
        return limits.getOrDefault(kind, List.of());
    }

    /** The reason why there is no limit at all; empty when there are some. */
    public Optional<String> unlimited() {
        return unlimited;
    }

    /** What watches countries and ranges of numbers; empty when there is no limit at all. */
    public Optional<PumpingGuard> pumping() {
        return pumping;
    }

    /**
     * How many permits of {@link Bucket.Kind#SPENDING} a message to this country takes: those of the dearest one where it has no
     * price; 1 where there is no cap.
     */
    public int weight(String country) {
        return Optional.ofNullable(weights.get(country))
                .orElseGet(() -> weights.values().stream().max(Integer::compare).orElse(1));
    }

    @Override
    public String toString() {
        return "SendLimits"
                + unlimited.map(reason -> "[unlimited: " + reason + "]").orElse(limits.toString());
    }

    /** Collects limits; each setter replaces the default of its kind. */
    public static final class Builder {
        private final Map<Bucket.Kind, List<Limit>> limits = new EnumMap<>(Map.of(
                Bucket.Kind.RECIPIENT,
                List.of(
                        Limit.of(1, Duration.ofSeconds(60)),
                        Limit.of(5, Duration.ofHours(1)),
                        Limit.of(10, Duration.ofDays(1))),
                Bucket.Kind.SUBJECT,
                List.of(Limit.of(10, Duration.ofHours(1)), Limit.of(20, Duration.ofDays(1))),
                Bucket.Kind.CLIENT_IP,
                List.of(Limit.of(50, Duration.ofHours(1)))));

        private PumpingGuard pumping = PumpingGuard.standard();
        private Map<String, Integer> weights = Map.of();

        private Builder() {}

        /** Messages to one phone or mailbox. */
        public Builder recipient(Limit... limits) {
            return put(Bucket.Kind.RECIPIENT, limits);
        }

        /** Messages for one subject, whichever recipients it names. */
        public Builder subject(Limit... limits) {
            return put(Bucket.Kind.SUBJECT, limits);
        }

        /** Requests of one client network, where the request carries its IP. */
        public Builder clientIp(Limit... limits) {
            return put(Bucket.Kind.CLIENT_IP, limits);
        }

        /** Messages to any one country, as the channel names it; strangers leave the {@link PumpingGuard#reserve} alone. */
        public Builder country(Limit... limits) {
            return put(Bucket.Kind.COUNTRY, limits);
        }

        /** Messages to any one range of numbers, as the channel names it; strangers leave the reserve alone here, too. */
        public Builder prefix(Limit... limits) {
            return put(Bucket.Kind.PREFIX, limits);
        }

        /** All messages. */
        public Builder global(Limit... limits) {
            return put(Bucket.Kind.GLOBAL, limits);
        }

        /** What watches countries and ranges of numbers whose codes nobody verifies. */
        public Builder pumping(PumpingGuard guard) {
            this.pumping = guard;
            return this;
        }

        /**
         * What all messages to phones may cost in any 24 hours, by the price of one message to each country, as the channel names
         * it; a country without a price, or that is not named, costs as the dearest one. Give the price of the dearest way, and of
         * as many SMS segments as a message may have: what is counted is a message.
         *
         * <p>Never passed, whatever is raced, but for the half more of a lost store. A message counts when its permit is given,
         * whether it leaves or not, and its price is rounded up to a ten-millionth of the cap.
         *
         * @throws IllegalArgumentException without a price, or for one that is below a ten-millionth of the cap or above it
         */
        public Builder spending(BigDecimal cap, Map<String, BigDecimal> prices) {
            if (prices.isEmpty()) {
                throw new IllegalArgumentException("spending(cap, prices) needs a price");
            }
            Map<String, Integer> weights = new HashMap<>();
            prices.forEach((country, price) -> {
                BigDecimal parts = price.multiply(BigDecimal.valueOf(CAP));
                if (parts.compareTo(cap) < 0 || price.compareTo(cap) > 0 || cap.signum() <= 0) {
                    throw new IllegalArgumentException("price of " + country + " must be at most " + cap
                            + ", and at least a ten-millionth of it: " + price.toPlainString());
                }
                weights.put(country, parts.divide(cap, 0, RoundingMode.CEILING).intValueExact());
            });
            this.weights = weights;
            return put(Bucket.Kind.SPENDING, Limit.of(CAP, Duration.ofDays(1)));
        }

        /** The limits; refuses nothing that the setters have let through. */
        public SendLimits build() {
            return new SendLimits(limits, Optional.empty(), Optional.of(pumping), weights);
        }

        private Builder put(Bucket.Kind kind, Limit... given) {
            if (given.length == 0) {
                throw new IllegalArgumentException("a limit is missing for " + kind
                        + "; to have none at all, say SendLimits.allowUnlimited(reason)");
            }
            limits.put(kind, List.of(given));
            return this;
        }
    }
}
