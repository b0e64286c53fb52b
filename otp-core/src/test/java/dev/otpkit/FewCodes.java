package dev.otpkit;

import dev.otpkit.code.CodeFormat;
import dev.otpkit.code.OtpGenerator;
import java.util.Optional;

/** Six digits that claim to be one of 64 codes, so that a tenth of all is soon reached. */
final class FewCodes implements OtpGenerator {
    private final OtpGenerator six = OtpGenerator.digits(6);

    @Override
    public String generate() {
        return six.generate();
    }

    @Override
    public Optional<String> read(String typed) {
        return six.read(typed);
    }

    @Override
    public double bits() {
        return 6;
    }

    @Override
    public CodeFormat format() {
        return six.format();
    }
}
