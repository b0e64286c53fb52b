package dev.otpkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.store.Budget;
import dev.otpkit.store.Candidate;
import dev.otpkit.store.Entry;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.Slot;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that leaves for a store goes through here: pseudonyms instead of names, tags and seals instead of codes.
 *
 * <p>The namespace is in everything but the buckets that all tenants share.
 */
final class Keyring {
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern PHONE = Pattern.compile("^(?:sms|whatsapp|voice):\\+");

    private final SecureRandom random = new SecureRandom();
    private final Secrets secrets;
    private final Hmac names;
    private final String namespace;

    Keyring(Secrets secrets, String namespace) {
        this.secrets = secrets;
        this.names = secrets.names();
        this.namespace = namespace;
    }

    byte[] random(int bytes) {
        byte[] fresh = new byte[bytes];
        random.nextBytes(fresh);
        return fresh;
    }

    /** Names a call, so that it counts once however often it is repeated. */
    String callId() {
        return HEX.formatHex(random(8));
    }

    byte[] text(OtpKey key) {
        return KeyText.of(namespace, key);
    }

    Slot slot(OtpKey key, byte[] text, Budget budget) {
        String kind = key.isForRecipient() ? "recipient" : "subject";
        // One person, and one budget of guesses, behind a number: however codes reach it.
        String subject = key.isForRecipient() ? PHONE.matcher(key.subject()).replaceFirst("phone:+") : key.subject();
        return new Slot(hex(name("subject", namespace, kind, subject)), hex(names.tag(text)), budget);
    }

    /** The name of a bucket that all namespaces share. */
    String sharedBucket(Bucket.Kind kind, String... what) {
        String[] parts = new String[2 + what.length];
        parts[0] = "bucket";
        parts[1] = kind.name();
        System.arraycopy(what, 0, parts, 2, what.length);
        return hex(name(parts));
    }

    byte[] audienceTag(Recipient recipient) {
        return Arrays.copyOf(name("audience", namespace, recipient.identity()), OpenCall.AUDIENCE_TAG);
    }

    /** The guess's tag under each accepted secret. */
    Map<String, byte[]> tags(byte[] key, String code) {
        byte[] typed = code.getBytes(UTF_8);
        Map<String, byte[]> tags = new HashMap<>();
        secrets.accepted().forEach((id, secret) -> tags.put(id, secret.tag(key, typed)));
        return tags;
    }

    /** A code as the store may see it. A decoy's tag is random, so that no guess is ever right. */
    Candidate seal(byte[] key, SealedCode code, List<byte[]> audience, boolean decoy) {
        CodeSecret secret = secrets.active();
        byte[] tag = secret.tag(key, code.code().getBytes(UTF_8));
        byte[] fresh = random(CodeSecret.NONCE + Candidate.TAG);
        if (decoy) {
            tag = Arrays.copyOfRange(fresh, CodeSecret.NONCE, fresh.length);
        }
        byte[] sealed = secret.seal(
                Arrays.copyOf(fresh, CodeSecret.NONCE),
                code.pack(),
                key,
                associated(secret, key, audience, decoy, code.strong()));
        return new Candidate(secret.id(), tag, sealed, code.strong());
    }

    /** The code that was sealed for this key and audience; empty when the entry was tampered with. */
    Optional<SealedCode> open(byte[] key, Entry entry) {
        boolean strong = entry.code().strong();
        return secrets.accepted(entry.code().secretId())
                .flatMap(secret -> secret.open(
                        entry.code().sealed(), key, associated(secret, key, entry.audience(), entry.decoy(), strong)))
                .map(packed -> SealedCode.read(packed, strong));
    }

    String activeSecret() {
        return secrets.active().id();
    }

    byte[] receiptTag(byte[] key, byte[] random) {
        return secrets.active().receiptTag(key, random);
    }

    /** The key, sealed beside the random bytes whose tag the store holds. */
    Receipt receipt(byte[] key, byte[] random) {
        CodeSecret secret = secrets.active();
        byte[] id = HEX.parseHex(secret.id());
        byte[] context = KeyText.join(0, "receipt".getBytes(UTF_8), id, random);
        byte[] sealed = secret.seal(Arrays.copyOf(random, CodeSecret.NONCE), key, context, context);
        ByteBuffer out = ByteBuffer.allocate(id.length + random.length + sealed.length - CodeSecret.NONCE);
        out.put(id).put(random).put(sealed, CodeSecret.NONCE, sealed.length - CodeSecret.NONCE);
        return Receipt.of(out.array());
    }

    /** What a receipt says, if it is one of ours. */
    Optional<RedeemedKey> read(Receipt receipt) {
        byte[] bytes = receipt.bytes();
        if (bytes.length < Integer.BYTES + Receipt.RANDOM) {
            return Optional.empty();
        }
        byte[] id = Arrays.copyOf(bytes, Integer.BYTES);
        byte[] random = Arrays.copyOfRange(bytes, id.length, id.length + Receipt.RANDOM);
        byte[] sealed = Arrays.copyOfRange(bytes, id.length + Receipt.RANDOM - CodeSecret.NONCE, bytes.length);
        System.arraycopy(random, 0, sealed, 0, CodeSecret.NONCE);
        byte[] context = KeyText.join(0, "receipt".getBytes(UTF_8), id, random);
        return secrets.accepted(HEX.formatHex(id))
                .flatMap(secret -> secret.open(sealed, context, context)
                        .flatMap(text -> KeyText.read(namespace, text)
                                .map(key -> new RedeemedKey(key, text, secret.id(), secret.receiptTag(text, random)))));
    }

    /** A key that a receipt was made for, and what the store knows the receipt by. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    record RedeemedKey(OtpKey key, byte[] text, String secretId, byte[] tag) {
        @Override
        public String toString() {
            return key.toString();
        }
    }

    private static byte[] associated(
            CodeSecret secret, byte[] key, List<byte[]> audience, boolean decoy, boolean strong) {
        byte[][] parts = new byte[2 + audience.size()][];
        parts[0] = secret.id().getBytes(UTF_8);
        parts[1] = key;
        for (int i = 0; i < audience.size(); i++) {
            parts[2 + i] = audience.get(i);
        }
        return KeyText.join((decoy ? 1 : 0) | (strong ? 2 : 0), parts);
    }

    private byte[] name(String... parts) {
        byte[][] bytes = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = parts[i].getBytes(UTF_8);
        }
        return names.tag(KeyText.join(2, bytes)); // 2: no key's text begins so
    }

    private static String hex(byte[] name) {
        return HEX.formatHex(name, 0, 16);
    }
}
