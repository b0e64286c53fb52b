package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One Lua script: an operation of the SPI, behind the parts that it shares with others. */
final class Script {
    static final Script OPEN = of("history", "failures", "code", "open");
    static final Script VERIFY = of("history", "failures", "code", "verify");
    static final Script REDEEM = of("redeem");
    static final Script STATUS = of("history", "failures", "code", "status");
    static final Script ERASE = of("erase");
    static final Script ABSORB = of("history", "failures", "absorb");
    static final Script ACQUIRE = of("history", "counts", "acquire");
    static final Script GIVE_BACK = of("history", "counts", "giveBack");

    static final Script POLICY = of("policy");

    private final byte[] text;
    private final byte[] digest;

    private Script(byte[] text) {
        this.text = text;
        this.digest = sha1(text);
    }

    private static Script of(String... files) {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(read(file + ".lua"));
        }
        return new Script(text.toString().getBytes(UTF_8));
    }

    byte[] text() {
        return text;
    }

    /** What a server that has loaded it knows it by. */
    byte[] digest() {
        return digest;
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("resource is missing: " + file);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sha1(byte[] text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text))
                    .getBytes(UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
