package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One Lua script: an operation of the SPI, and what it includes. */
final class Script {
    static final Script OPEN = of("open");
    static final Script VERIFY = of("verify");
    static final Script REDEEM = of("redeem");
    static final Script STATUS = of("status");
    static final Script ERASE = of("erase");
    static final Script ABSORB = of("absorb");
    static final Script ACQUIRE = of("acquire");
    static final Script GIVE_BACK = of("giveBack");
    static final Script TAKEN = of("taken");
    static final Script SETTINGS = of("settings");

    /** A line for other files' text: text, since Lua makes a function anew in every run, called or not. */
    private static final String INCLUDE = "--#include ";

    private final byte[] text;
    private final byte[] digest;

    private Script(byte[] text) {
        this.text = text;
        this.digest = sha1(text);
    }

    private static Script of(String file) {
        return new Script(whole(file).getBytes(UTF_8));
    }

    private static String whole(String file) {
        StringBuilder whole = new StringBuilder();
        for (String line : read(file + ".lua").lines().toList()) {
            if (line.strip().startsWith(INCLUDE)) {
                for (String included : line.strip().substring(INCLUDE.length()).split(" ", -1)) {
                    whole.append(whole(included));
                }
            } else if (!line.strip().startsWith("--")) { // nobody reads them there
                whole.append(line).append('\n');
            }
        }
        return whole.toString();
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
