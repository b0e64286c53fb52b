package dev.otpkit;

import dev.otpkit.code.OtpGenerator;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code build()} insists on for each purpose. */
final class PolicyCheck {
    static final double MOST_LIKELY = 1e-4;
    private static final double STRONG_BITS = 64;
    private static final int SAMPLES = 20;
    private static final Pattern CODE = Pattern.compile("[0-9A-Za-z]{1,64}");

    private PolicyCheck() {}

    static void of(Purpose purpose) {
        OtpPolicy policy = purpose.policy();
        readsItsOwn(purpose, policy.generator());
        readsItsOwn(purpose, policy.longCode());
        for (int i = 0; i < SAMPLES; i++) {
            if (policy.generator().read(policy.longCode().generate()).isPresent()) {
                throw new IllegalStateException(
                        "generator(...) must not read the codes of longCode(...) as its own: purpose "
                                + purpose.name());
            }
        }
        double bits = policy.longCode().bits();
        if (!(bits >= STRONG_BITS) && !policy.unsafe().containsKey(Rule.LONG_CODE)) {
            throw new IllegalStateException("longCode(...) must have at least " + STRONG_BITS + " bits, or allowUnsafe("
                    + Rule.LONG_CODE + ", reason): " + tenths(bits) + " for purpose " + purpose.name());
        }
    }

    /** What all of them come to, but for those that may be guessed by name. */
    static void chance(Collection<Purpose> purposes, Share share) {
        List<Purpose> bound = purposes.stream()
                .filter(purpose -> !purpose.policy().unsafe().containsKey(Rule.GUESSES_PER_DAY))
                .toList();
        double daily = Chance.of(bound, share).perDay();
        if (isUnsafe(daily)) {
            throw new IllegalStateException("the chance of a guess must be at most " + MOST_LIKELY
                    + " a day, or allowUnsafe(" + Rule.GUESSES_PER_DAY + ", reason): "
                    + String.format(Locale.ROOT, "%.2e", daily) + " for purpose "
                    + bound.stream().map(Purpose::name).collect(Collectors.joining(", ")));
        }
    }

    /** Beyond what rounding and the long codes add to a chance that is just the most. */
    static boolean isUnsafe(double perDay) {
        return !(perDay <= MOST_LIKELY * (1 + 1e-6)); // NaN too: a generator of bits that are no number
    }

    private static void readsItsOwn(Purpose purpose, OtpGenerator generator) {
        for (int i = 0; i < SAMPLES; i++) {
            String code = generator.generate();
            if (!generator.read(code).equals(Optional.of(code))
                    || !CODE.matcher(code).matches()
                    || code.length() != generator.format().length()) {
                throw new IllegalStateException(
                        "a generator must make codes of 1..64 ASCII letters and digits, as long as its format() says, and"
                                + " read them as themselves: purpose " + purpose.name());
            }
        }
    }

    private static String tenths(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
