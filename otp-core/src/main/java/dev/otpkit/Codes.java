package dev.otpkit;

import dev.otpkit.delivery.Recipient;
import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Steps 3 to 5 of a request: generate, seal, open. */
final class Codes {
    private final Keyring keyring;
    private final Secrets secrets;
    private final OtpStore store;
    private final Events events;

    Codes(Keyring keyring, Secrets secrets, OtpStore store, Events events) {
        this.keyring = keyring;
        this.secrets = secrets;
        this.store = store;
        this.events = events;
    }

    /**
     * The code that a request ends up with.
     *
     * @param code what is to be sent; empty when the subject is locked
     * @param fresh whether it was opened now, rather than sent again
     */
    record Opened(Optional<SealedCode> code, boolean fresh, Duration expiresIn, Optional<Duration> retryAfter) {}

    /** A short code; or once the budget is spent a long one, unless the policy locks instead. */
    Opened open(Purpose purpose, OtpKey key, byte[] text, Slot slot, List<Recipient> audience, String marks) {
        Duration resendWhile = purpose.policy().resendWhile();
        Opened opened = open(purpose, key, text, slot, audience, marks, false, resendWhile);
        return opened.code().isEmpty() && !purpose.policy().lockWhenSpent()
                ? open(purpose, key, text, slot, audience, marks, true, resendWhile)
                : opened;
    }

    private Opened open(
            Purpose purpose,
            OtpKey key,
            byte[] text,
            Slot slot,
            List<Recipient> audience,
            String marks,
            boolean strong,
            Duration resendWhile) {
        OtpPolicy policy = purpose.policy();
        boolean decoy = audience.get(0).isDecoy();
        List<byte[]> tags = audience.stream().map(keyring::audienceTag).toList();
        SealedCode fresh = new SealedCode(purpose.generator(strong).generate(), masked(audience), strong, marks);
        OpenAnswer answer = store.open(new OpenCall(
                slot,
                keyring.callId(),
                keyring.seal(text, fresh, tags, decoy),
                secrets.acceptedIds(),
                tags,
                decoy,
                policy.ttl(),
                resendWhile,
                policy.attempts()));
        if (answer.outcome() == OpenAnswer.Outcome.OPENED) {
            return new Opened(Optional.of(fresh), true, answer.expiresIn(), Optional.empty());
        }
        if (answer.outcome() == OpenAnswer.Outcome.SPENT) {
            return new Opened(Optional.empty(), false, Duration.ZERO, answer.retryAfter());
        }
        Optional<SealedCode> live = answer.live().flatMap(entry -> keyring.open(text, entry));
        if (live.isPresent()) {
            return new Opened(live, false, answer.expiresIn(), Optional.empty());
        }
        // Somebody wrote into the store: what does not open is not shown, and not kept.
        events.unreadable(key);
        return open(
                purpose, key, text, slot, audience, marks, strong, policy.ttl().plusMillis(1));
    }

    private static String masked(List<Recipient> audience) {
        StringBuilder masked = new StringBuilder();
        for (Recipient recipient : audience) {
            masked.append(masked.isEmpty() ? "" : ", ").append(recipient.masked());
        }
        return masked.toString();
    }
}
