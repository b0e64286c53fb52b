package dev.otpkit;

import dev.otpkit.code.OtpGenerator;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a purpose's codes are: how they look, how long they live, how many guesses they bear.
 *
 * <pre>{@code
 * OtpPolicy payment = OtpPolicy.builder().generator(OtpGenerator.digits(8)).attempts(2).build();
 * }</pre>
 *
 * <p>What is not said keeps its default: 6 digits, 5 minutes, 3 attempts, the budget that all purposes share, long codes
 * of 15 letters once it is spent, receipts for 10 minutes.
 */
public final class OtpPolicy {
    /** The budget of every policy that names no other. */
    public static final String SHARED_BUDGET = "shared";

    private final Builder said;
    private final Duration resendWhile; // dividing costs more than a message

    private OtpPolicy(Builder said) {
        this.said = said;
        this.resendWhile = said.freshCodeOnResend ? said.ttl.plusMillis(1) : said.ttl.dividedBy(2);
    }

    /** The defaults. */
    static OtpPolicy standard() {
        return builder().build();
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    OtpGenerator generator() {
        return said.generator;
    }

    OtpGenerator longCode() {
        return said.longCode;
    }

    Duration ttl() {
        return said.ttl;
    }

    boolean isRecovery() {
        return said.recovery;
    }

    int attempts() {
        return said.attempts;
    }

    String budget() {
        return said.budget;
    }

    boolean lockWhenSpent() {
        return said.lockWhenSpent;
    }

    Duration receiptTtl() {
        return said.receiptTtl;
    }

    boolean isConcealed() {
        return said.concealed;
    }

    boolean isQueued() {
        return said.queued || said.concealed;
    }

    Map<Rule, String> unsafe() {
        return said.unsafe;
    }

    /** A live code with at least this much life left is sent again; longer than the ttl: never. */
    Duration resendWhile() {
        return resendWhile;
    }

    /** Collects a policy; each setter replaces a default. */
    public static final class Builder {
        private static final Duration SHORTEST = Duration.ofSeconds(1);
        private static final Duration LONGEST = Duration.ofMinutes(10);
        private static final Duration LONGEST_RECOVERY = Duration.ofHours(24);

        private OtpGenerator generator = OtpGenerator.digits(6);
        private OtpGenerator longCode = OtpGenerator.letters(15);
        private Duration ttl = Duration.ofMinutes(5);
        private boolean ttlSaid;
        private boolean recovery;
        private int attempts = 3;
        private String budget = SHARED_BUDGET;
        private boolean lockWhenSpent;
        private Duration receiptTtl = Duration.ofMinutes(10);
        private boolean freshCodeOnResend;
        private boolean queued;
        private boolean concealed;
        private final Map<Rule, String> unsafe = new EnumMap<>(Rule.class);

        private Builder() {}

        private Builder(Builder other) {
            generator = other.generator;
            longCode = other.longCode;
            ttl = other.ttl;
            recovery = other.recovery;
            attempts = other.attempts;
            budget = other.budget;
            lockWhenSpent = other.lockWhenSpent;
            receiptTtl = other.receiptTtl;
            freshCodeOnResend = other.freshCodeOnResend;
            queued = other.queued;
            concealed = other.concealed;
            unsafe.putAll(other.unsafe);
        }

        /** What codes look like. */
        public Builder generator(OtpGenerator generator) {
            this.generator = generator;
            return this;
        }

        /** How long a code lives: 1 second to 10 minutes. */
        public Builder ttl(Duration ttl) {
            if (recovery) {
                throw new IllegalStateException("ttl(...) and recoveryTtl(...) exclude each other");
            }
            this.ttl = between("ttl", SHORTEST, ttl, LONGEST);
            this.ttlSaid = true;
            return this;
        }

        /** How long a code lives that is sent by e-mail only, to recover an account: up to 24 hours. */
        public Builder recoveryTtl(Duration ttl) {
            if (ttlSaid) {
                throw new IllegalStateException("ttl(...) and recoveryTtl(...) exclude each other");
            }
            this.ttl = between("recoveryTtl", SHORTEST, ttl, LONGEST_RECOVERY);
            this.recovery = true;
            return this;
        }

        /** How many guesses a code bears: 1 to 10. */
        public Builder attempts(int attempts) {
            if (attempts < 1 || attempts > 10) {
                throw new IllegalArgumentException("attempts must be 1..10: " + attempts);
            }
            this.attempts = attempts;
            return this;
        }

        /** Which budget wrong guesses are counted in: one that {@link OtpService.Builder#budget} declares. */
        public Builder budget(String name) {
            this.budget = name;
            return this;
        }

        /** What codes look like once a subject's budget is spent: at least 64 bits, since nothing else bounds guessing. */
        public Builder longCode(OtpGenerator generator) {
            this.longCode = generator;
            return this;
        }

        /**
         * Locks a subject whose budget is spent, rather than sending it long codes. A stranger who knows the subject can
         * then keep its owner out for as long as he likes.
         */
        public Builder lockWhenSpent() {
            this.lockWhenSpent = true;
            return this;
        }

        /** How long a receipt can be redeemed: 1 second to 10 minutes. */
        public Builder receiptTtl(Duration ttl) {
            this.receiptTtl = between("receiptTtl", SHORTEST, ttl, LONGEST);
            return this;
        }

        /** Replaces the live code at each request, rather than sending it again. */
        public Builder freshCodeOnResend() {
            this.freshCodeOnResend = true;
            return this;
        }

        /**
         * Answers as soon as the code is stored and its message queued: {@code SENT}, with a {@link
         * dev.otpkit.delivery.Delivery} that is still under way. What becomes of it is an event of its own, {@code DELIVERED}.
         * A request that opens a fresh code withdraws the message with the old one that still waits, and so does {@link
         * OtpService#cancel}; one that repeats the code leaves it its place.
         */
        public Builder queued() {
            this.queued = true;
            return this;
        }

        /**
         * {@link #queued Queued}, and answers known and unknown accounts alike: {@code SENT}, unless a network or the whole service is over its limit;
         * and {@code REJECTED} for every guess that is not accepted. The truth goes to the listener. Ask for unknown accounts with {@link
         * dev.otpkit.delivery.Recipient#decoy()}, which this policy alone allows; it allows no {@code orElse}.
         */
        public Builder concealed() {
            this.concealed = true;
            return this;
        }

        /** Breaks one rule by name; the security report lists it with the reason. */
        public Builder allowUnsafe(Rule rule, String reason) {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("allowUnsafe(" + rule + ", reason) must say why");
            }
            unsafe.put(rule, reason);
            return this;
        }

        /** The policy; what concerns the whole service is refused by the service's {@code build()}. */
        public OtpPolicy build() {
            return new OtpPolicy(new Builder(this));
        }

        private static Duration between(String what, Duration least, Duration given, Duration most) {
            if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
                throw new IllegalArgumentException(what + " must be " + least + ".." + most + ": " + given);
            }
            return given;
        }
    }
}
