package dev.otpkit;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What keeps a stolen store worthless: a secret for names, and secrets for codes that can be rotated.
 *
 * <pre>{@code
 * Secrets secrets = Secrets.of(names, november).accepts(october);
 * }</pre>
 *
 * <p>Each is at least 32 random bytes, the same on all nodes. Tags and seals are made with the active code secret and
 * read with any that is accepted: to rotate, let every node accept the new one first, then make it active, then forget
 * the old one when its last code and its last receipt have expired. The names secret never rotates: another one finds no code and no count.
 *
 * <p>{@link #toString} names nothing.
 */
public final class Secrets {
    private static final int SHORTEST = 32;

    private final byte[] names;
    private final CodeSecret active;
    private final Map<String, CodeSecret> accepted;
    private final Set<String> acceptedIds;

    private Secrets(byte[] names, CodeSecret active, Map<String, CodeSecret> accepted) {
        this.names = names;
        this.active = active;
        this.accepted = accepted;
        this.acceptedIds = Set.copyOf(accepted.keySet());
    }

    /**
     * A secret for names, and the active one for codes.
     *
     * @throws IllegalArgumentException if one has fewer than 32 bytes or hardly any different ones, or both are the same
     */
    public static Secrets of(byte[] names, byte[] codes) {
        requireApart(names, codes);
        CodeSecret active = CodeSecret.of(require("codes", codes));
        return new Secrets(require("names", names).clone(), active, Map.of(active.id(), active));
    }

    /** Made up here and known to nobody else: for a developer's machine. */
    static Secrets random() {
        SecureRandom random = new SecureRandom();
        byte[] names = new byte[SHORTEST];
        byte[] codes = new byte[SHORTEST];
        random.nextBytes(names);
        random.nextBytes(codes);
        return of(names, codes);
    }

    /** Reads codes of this secret too: it is not yet, or no longer, the active one. */
    public Secrets accepts(byte[] codes) {
        requireApart(names, codes);
        CodeSecret other = CodeSecret.of(require("codes", codes));
        Map<String, CodeSecret> more = new TreeMap<>(accepted);
        more.put(other.id(), other);
        return new Secrets(names, active, Map.copyOf(more));
    }

    Hmac names() {
        return Hmac.of(names, "names");
    }

    CodeSecret active() {
        return active;
    }

    Map<String, CodeSecret> accepted() {
        return accepted;
    }

    Set<String> acceptedIds() {
        return acceptedIds;
    }

    /** Which secret this was made with; empty when it is not accepted. */
    Optional<CodeSecret> accepted(String id) {
        return Optional.ofNullable(accepted.get(id));
    }

    @Override
    public String toString() {
        return "Secrets[]";
    }

    private static void requireApart(byte[] names, byte[] codes) {
        if (Arrays.equals(names, codes)) {
            throw new IllegalArgumentException(
                    "the names secret must not be the codes secret: only one of them rotates");
        }
    }

    private static byte[] require(String which, byte[] secret) {
        if (secret.length < SHORTEST) {
            throw new IllegalArgumentException(
                    "the " + which + " secret must be at least " + SHORTEST + " bytes: " + secret.length);
        }
        BitSet different = new BitSet();
        for (byte b : secret) {
            different.set(Byte.toUnsignedInt(b));
        }
        if (different.cardinality() < 8) {
            throw new IllegalArgumentException(
                    "the " + which + " secret must be random: it has fewer than 8 different bytes");
        }
        return secret;
    }
}
