package dev.otpkit;

import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.PumpingGuard;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the purposes and limits of a service amount to: how likely a guess is, how many messages one person may get, and
 * which rows of NIST SP 800-63B and OWASP ASVS 5.0 are not met. {@link #toString} is the whole of it, to be read.
 */
public final class SecurityReport {
    private static final Recipient MAILBOX = Recipient.email("a@example.com");

    private final double guessPerDay;
    private final double guessPerYear;
    private final OptionalLong messagesPerDay;
    private final List<String> unmet;
    private final String text;

    private SecurityReport(
            double guessPerDay, double guessPerYear, OptionalLong messagesPerDay, List<String> unmet, String text) {
        this.guessPerDay = guessPerDay;
        this.guessPerYear = guessPerYear;
        this.messagesPerDay = messagesPerDay;
        this.unmet = List.copyOf(unmet);
        this.text = text;
    }

    static SecurityReport of(
            Collection<Purpose> purposes, SendLimits limits, Share share, List<String> others, Courier courier) {
        List<String> unmet = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Purpose purpose : purposes) {
            line(text, purpose, Chance.of(purpose, share));
            unmet.addAll(unmet(purpose));
        }
        double daily = Chance.most(limits.of(Bucket.Kind.RECIPIENT), Duration.ofDays(1), share);
        OptionalLong messages = Double.isInfinite(daily) ? OptionalLong.empty() : OptionalLong.of((long) daily);
        text.append("messages to one recipient: ")
                .append(messages.isPresent() ? "at most " + messages.getAsLong() + " a day" : "without a limit")
                .append('\n');
        if (limits.unlimited().isEmpty()) {
            for (Bucket.Kind kind : Bucket.Kind.values()) {
                if (Chance.isLooser(limits.of(kind), SendLimits.standard().of(kind))) {
                    unmet.add("send limits: looser than the standard ones for " + kind);
                }
            }
        }
        if (limits.pumping().filter(PumpingGuard::isReportOnly).isPresent()) {
            unmet.add("pumping guard: reportOnly, so it stops nothing");
        }
        if (limits.unlimited().isEmpty()
                && Place.areNamedBy(courier)
                && Stream.of(Bucket.Kind.SPENDING, Bucket.Kind.COUNTRY, Bucket.Kind.GLOBAL)
                        .allMatch(kind -> limits.of(kind).isEmpty())) {
            unmet.add("send limits: nothing bounds the bill for phones: SendLimits.spending, country or global");
        }
        unmet.addAll(others);
        limits.unlimited().ifPresent(reason -> unmet.add("send limits: allowUnlimited, because: " + reason));
        if (courier.channels().stream().anyMatch(DeliveryChannel::developmentOnly)) {
            unmet.add("development(): a channel shows codes to the developer");
        }
        if (courier.serves(MAILBOX)) {
            unmet.add("NIST 3.1.3.1, ASVS 6.3.6: e-mail is no authentication factor; confirming addresses and recovery"
                    + " are fine");
        }
        text.append("not met:\n");
        unmet.forEach(row -> text.append("  ").append(row).append('\n'));
        Chance all = Chance.of(purposes, share);
        return new SecurityReport(all.perDay(), all.perYear(), messages, unmet, text.toString());
    }

    /**
     * What a system with these numbers amounts to, whoever wrote it.
     *
     * @param codes how many different codes there are
     * @param attempts wrong guesses that a code bears
     * @param sendsPerDay codes that one subject can have a day
     */
    public static SecurityReport of(double codes, Bound attempts, Bound sendsPerDay) {
        if (!(codes >= 1)) {
            throw new IllegalArgumentException("codes must be at least 1: " + codes);
        }
        double guesses = attempts.most() * sendsPerDay.most();
        double day = Math.min(1, guesses / codes);
        double year = Math.min(1, guesses * 365 / codes);
        List<String> unmet = new ArrayList<>();
        String verdict;
        if (attempts.isUnspecified() || sendsPerDay.isUnspecified()) {
            verdict = "unspecified";
            unmet.add("attempts and sends must be said before anything can be");
        } else if (Double.isInfinite(guesses)) {
            verdict = "unbounded: refused";
            unmet.add("guessing is unbounded");
        } else {
            verdict = number("%.1e", day) + " a day, " + number("%.1e", year) + " a year";
            if (PolicyCheck.isUnsafe(day)) {
                verdict += ": refused";
                unmet.add("the chance of a guess is at most " + PolicyCheck.MOST_LIKELY + " a day");
            }
        }
        boolean bounded = sendsPerDay.most() <= Long.MAX_VALUE;
        OptionalLong messages = bounded ? OptionalLong.of((long) sendsPerDay.most()) : OptionalLong.empty();
        return new SecurityReport(day, year, messages, unmet, "chance of a guess: " + verdict + '\n');
    }

    /** A number that a system keeps to, or not. */
    public static final class Bound {
        private final double most;

        private Bound(double most) {
            this.most = most;
        }

        /** At most so many: at least 1. */
        public static Bound of(long most) {
            if (most < 1) {
                throw new IllegalArgumentException("a bound must be at least 1: " + most);
            }
            return new Bound(most);
        }

        /** Nothing bounds it. */
        public static Bound none() {
            return new Bound(Double.POSITIVE_INFINITY);
        }

        /** Nobody says whether anything bounds it. */
        public static Bound unspecified() {
            return new Bound(Double.NaN);
        }

        double most() {
            return most;
        }

        boolean isUnspecified() {
            return Double.isNaN(most);
        }
    }

    private static void line(StringBuilder text, Purpose purpose, Chance chance) {
        OtpPolicy policy = purpose.policy();
        text.append("purpose ").append(purpose.name()).append(": ");
        text.append(number("%.1f", policy.generator().bits())).append(" bits, ");
        text.append(policy.attempts()).append(" attempts, lives ").append(policy.ttl());
        text.append(", budget ").append(purpose.budget().id());
        text.append(policy.lockWhenSpent() ? ", locks" : ", long codes").append(" when spent\n");
        text.append("  chance of a guess: ")
                .append(number("%.1e", chance.perDay()))
                .append(" a day, ");
        text.append(number("%.1e", chance.perYear())).append(" a year\n");
    }

    private static List<String> unmet(Purpose purpose) {
        OtpPolicy policy = purpose.policy();
        List<String> unmet = new ArrayList<>();
        if (policy.generator().bits() < 19.9) {
            unmet.add("NIST 3.1.3.2: a code has at least 20 bits or 6 digits: " + purpose.name());
        }
        if (policy.isRecovery()) {
            unmet.add("ASVS 6.5.5: a code lives at most 10 minutes: " + purpose.name() + ", by recoveryTtl");
        }
        policy.unsafe()
                .forEach((rule, reason) ->
                        unmet.add("allowUnsafe " + rule + ": " + purpose.name() + ", because: " + reason));
        return unmet;
    }

    private static String number(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    /** The chance that a day of guessing at one subject finds a code, over all budgets; NaN when unspecified. */
    public double guessPerDay() {
        return guessPerDay;
    }

    /** The chance that a year of guessing at one subject finds a code, over all budgets. */
    public double guessPerYear() {
        return guessPerYear;
    }

    /** How many codes a day are found, on average, by somebody who guesses all he may at so many accounts. */
    public double falseAcceptsPerDay(long accounts) {
        return guessPerDay * accounts;
    }

    /** The most messages that one phone or mailbox gets in a day; empty: without a limit, or unspecified. */
    public OptionalLong messagesPerDay() {
        return messagesPerDay;
    }

    /** The rows that are not met, and what was allowed by name, each with its reason. */
    public List<String> unmet() {
        return unmet;
    }

    @Override
    public String toString() {
        return text;
    }
}
