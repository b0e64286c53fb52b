package dev.otpkit;

import dev.otpkit.code.CodeFormat;
import dev.otpkit.code.OtpGenerator;
import dev.otpkit.store.Budget;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A purpose as declared.
 *
 * @param budget the one that its policy names
 */
record Purpose(String name, OtpPolicy policy, Budget budget) {

    /** More is nothing that anybody typed. */
    private static final int LONGEST_TYPED = 64;

    OtpGenerator generator(boolean strong) {
        return strong ? policy.longCode() : policy.generator();
    }

    CodeFormat format(boolean strong) {
        return generator(strong).format();
    }

    /** What a person typed, as a code of this purpose: a short one, or else a long one. */
    Optional<String> read(@Nullable String typed) {
        if (typed == null || typed.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        return policy.generator().read(typed).or(() -> policy.longCode().read(typed));
    }
}
