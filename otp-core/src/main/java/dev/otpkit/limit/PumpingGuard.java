package dev.otpkit.limit;

import java.time.Duration;

/**
 * When a country or a range of numbers is taken for pumped, and what strangers get there then.
 *
 * <p>Who earns by the message has codes sent to numbers of his own, by the thousand; what tells him from people is that
 * hardly any of those codes is verified. So messages that left and codes that were verified are counted for each range that
 * a channel names, and for what a country's other ranges are worth together: those whose people do not vouch for them by
 * verifying. That is over all nodes and purposes; and after a first sample
 *
 * <ul>
 *   <li>a place that falls below {@link Builder#slowBelow} is <em>slowed</em>: strangers there get a message every 10
 *       minutes to a range, every 30 seconds to a country, all together;
 *   <li>one that falls below {@link Builder#stopBelow}, after twice the sample, is <em>stopped</em>: it is one an hour, or one
 *       every 5 minutes, by which a place can show that it has healed;
 *   <li>once enough is verified again, or the messages are older than the window, it is <em>open</em>.
 * </ul>
 *
 * <p>A number that has verified a code in the last 90 days is no stranger: it gets 3 messages a day where those are held up, and
 * draws on a {@link Builder#reserve share} of the limits on countries, ranges and spending that they leave alone, so that
 * strangers cannot stop a country for its people.
 *
 * <p>A purpose that is concealed sends to accounts alone. It is neither counted nor held up here, and has the strangers' share of
 * the limits, since anything else would tell which accounts there are.
 *
 * <p>It bounds a bill, it does not prove innocence: who owns the numbers can type the codes as well, and who asks for a hundred
 * codes and types none slows a country for its newcomers. What nobody has judged yet is bounded by the limits of {@link
 * SendLimits} alone; so set those, too. Each change is an event.
 */
public final class PumpingGuard {
    /** How long a number that has verified a code is known. */
    public static final Duration KNOWN = Duration.ofDays(90);

    private final Builder parts;

    private PumpingGuard(Builder parts) {
        this.parts = parts;
    }

    /** The defaults. */
    public static PumpingGuard standard() {
        return builder().build();
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** How many messages a range of numbers is judged after. */
    public int rangeSample() {
        return parts.rangeSample;
    }

    /** How many messages a country is judged after. */
    public int countrySample() {
        return parts.countrySample;
    }

    /** Over how long messages and codes are counted. */
    public Duration window() {
        return parts.window;
    }

    /** How old a message is when its code should have been verified. */
    public Duration patience() {
        return parts.patience;
    }

    /** Fewer verified codes in a hundred messages slow a place. */
    public int slowBelow() {
        return parts.slowBelow;
    }

    /** Fewer verified codes in a hundred messages stop a place. */
    public int stopBelow() {
        return parts.stopBelow;
    }

    /** How many permits in a hundred strangers leave alone. */
    public int reserve() {
        return parts.reserve;
    }

    /** Whether it holds nothing up. */
    public boolean isReportOnly() {
        return parts.reportOnly;
    }

    /** Collects what to judge by; each setter replaces a default. */
    public static final class Builder {
        private int rangeSample = 10;
        private int countrySample = 50;
        private Duration window = Duration.ofDays(1);
        private Duration patience = Duration.ofMinutes(5);
        private int slowBelow = 20;
        private int stopBelow = 5;
        private int reserve = 25;
        private boolean reportOnly;

        private Builder() {}

        /** How many messages are sent before a range, and a country, is judged: 1 to 1,000,000; 10 and 50. */
        public Builder sample(int range, int country) {
            this.rangeSample = within("range's sample", 1, range, 1_000_000);
            this.countrySample = within("country's sample", 1, country, 1_000_000);
            return this;
        }

        /** Over how long is counted: an hour to 30 days; a day. */
        public Builder window(Duration window) {
            this.window = within("window", Duration.ofHours(1), window, Duration.ofDays(30));
            return this;
        }

        /** How long a person may take to type a code; younger messages are not held against a place: 1 to 30 minutes; 5. */
        public Builder patience(Duration patience) {
            this.patience = within("patience", Duration.ofMinutes(1), patience, Duration.ofMinutes(30));
            return this;
        }

        /** Fewer verified codes in a hundred messages slow a place: 0, which is never, to 90; 20. */
        public Builder slowBelow(int percent) {
            this.slowBelow = within("slowBelow", 0, percent, 90);
            return this;
        }

        /** Fewer verified codes in a hundred messages stop a place: 0, which is never, to 90; 5. */
        public Builder stopBelow(int percent) {
            this.stopBelow = within("stopBelow", 0, percent, 90);
            return this;
        }

        /** How much of the limits on countries, ranges and spending is kept for known numbers, in a hundred: 0 to 90; 25. */
        public Builder reserve(int percent) {
            this.reserve = within("reserve", 0, percent, 90);
            return this;
        }

        /** Counts, judges and tells, and holds nothing up; strangers have the whole of each limit. */
        public Builder reportOnly() {
            this.reportOnly = true;
            return this;
        }

        /**
         * The guard. The builder may be used again.
         *
         * @throws IllegalArgumentException if places would be stopped before they are slowed
         */
        public PumpingGuard build() {
            if (stopBelow > slowBelow) {
                throw new IllegalArgumentException(
                        "stopBelow must be at most slowBelow: " + stopBelow + " and " + slowBelow);
            }
            Builder parts = new Builder();
            parts.rangeSample = rangeSample;
            parts.countrySample = countrySample;
            parts.window = window;
            parts.patience = patience;
            parts.slowBelow = slowBelow;
            parts.stopBelow = stopBelow;
            parts.reserve = reserve;
            parts.reportOnly = reportOnly;
            return new PumpingGuard(parts);
        }

        private static <T extends Comparable<T>> T within(String what, T least, T given, T most) {
            if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
                throw new IllegalArgumentException(what + " must be " + least + ".." + most + ": " + given);
            }
            return given;
        }
    }
}
