package dev.otpkit.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that writes its first codes to a file; it needs the JDK and otp-core only. */
final class CodesToFile {

    static final int CODES = 100_000;

    private CodesToFile() {}

    public static void main(String[] args) throws IOException {
        OtpGenerator generator = OtpGenerator.digits(6);
        List<String> codes = new ArrayList<>(CODES);
        for (int i = 0; i < CODES; i++) {
            codes.add(generator.generate());
        }
        Files.write(Path.of(args[0]), codes);
    }
}
