package dev.otpkit;

import dev.otpkit.delivery.Recipient;
import dev.otpkit.store.Entry;
import dev.otpkit.store.Slot;
import dev.otpkit.store.StoreException;
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The walk of one guess: read, guard, and one atomic step in the store that counts, compares and uses up. */
final class VerifyWalk {
    private final Assembly with;
    private final OtpKey key;
    private final Optional<ClientNetwork> client;
    private final Purpose purpose;
    private final Map<String, String> details = new HashMap<>();
    private boolean asked; // the store, whose answer is what may have to be concealed

    VerifyWalk(Assembly with, OtpKey key, Optional<ClientNetwork> client) {
        this.with = with;
        this.key = key;
        this.client = client;
        this.purpose = with.purpose(key.purpose());
    }

    VerifyResult walk(@Nullable String typed) {
        long started = System.nanoTime();
        try {
            VerifyResult result = purpose.read(typed).map(this::guess).orElseGet(VerifyResult::malformed);
            note("outcome", result.outcome().name());
            with.events.of(OtpEvent.Kind.VERIFIED, key, started, details);
            return asked && purpose.policy().isConcealed() ? result.concealed() : result;
        } catch (StoreException e) {
            note("store_exception", e.kind().name());
            with.events.of(OtpEvent.Kind.FAILED, key, started, details);
            throw e;
        }
    }

    private VerifyResult guess(String code) {
        byte[] text = with.keyring.text(key);
        Slot slot = with.keyring.slot(key, text, purpose.budget());
        Optional<Duration> storm = with.guard.storm(slot.key());
        if (storm.isPresent()) {
            return VerifyResult.locked(storm);
        }
        byte[] random = with.keyring.random(Receipt.RANDOM);
        VerifyAnswer answer = with.store.verify(new VerifyCall(
                slot,
                with.keyring.tags(text, code),
                with.keyring.activeSecret(),
                with.keyring.receiptTag(text, random),
                purpose.policy().receiptTtl(),
                client.filter(with.guard::isWary).isPresent()));
        describe(text, answer.entry());
        asked = true;
        if (answer.outcome() == VerifyAnswer.Outcome.ACCEPTED) {
            answer.entry().ifPresent(entry -> with.conversion.verified(text, entry, slot.key()));
        }
        return told(answer, text, random);
    }

    private VerifyResult told(VerifyAnswer answer, byte[] text, byte[] random) {
        return switch (answer.outcome()) {
            case ACCEPTED -> VerifyResult.accepted(() -> with.keyring.receipt(text, random), sentTo(answer.entry()));
            case REJECTED -> rejected(answer);
            case EXHAUSTED -> VerifyResult.refused(VerifyResult.Outcome.EXHAUSTED, 0);
            case EXPIRED -> VerifyResult.refused(VerifyResult.Outcome.EXPIRED, 0);
            case USED -> VerifyResult.refused(VerifyResult.Outcome.USED, 0);
            case ABSENT -> VerifyResult.refused(VerifyResult.Outcome.ABSENT, 0);
            case UNREADABLE -> unreadable();
            case SPENT ->
                purpose.policy().lockWhenSpent()
                        ? VerifyResult.locked(answer.retryAfter())
                        : VerifyResult.refused(VerifyResult.Outcome.EXHAUSTED, 0);
            case WARY -> VerifyResult.locked(client.flatMap(with.guard::waryFor));
        };
    }

    private VerifyResult rejected(VerifyAnswer answer) {
        boolean strong = answer.entry().orElseThrow().code().strong();
        client.ifPresent(network -> {
            try {
                VerifyGuard.Alarm alarm = with.guard.count(network, purpose.generator(strong), with.keyring.callId());
                if (alarm == VerifyGuard.Alarm.SPRAYING) {
                    with.events.of(OtpEvent.Kind.SPRAYING);
                }
            } catch (StoreException e) {
                with.events.of(OtpEvent.Kind.UNCOUNTED); // never the answer: the guess itself is counted
            }
        });
        return VerifyResult.refused(VerifyResult.Outcome.REJECTED, answer.attemptsLeft());
    }

    private VerifyResult unreadable() {
        with.events.unreadable(key);
        return VerifyResult.refused(VerifyResult.Outcome.ABSENT, 0);
    }

    /** What only an event needs is not kept for nobody. */
    private void note(String detail, String value) {
        if (with.events.isHeard()) {
            details.put(detail, value);
        }
    }

    private void describe(byte[] text, Optional<Entry> entry) {
        if (with.events.isHeard()) {
            entry.flatMap(known -> with.keyring.open(text, known))
                    .ifPresent(code -> details.put("sent_to", code.sentTo()));
        }
    }

    /** A code that went to several proves one of them, never which. */
    private Predicate<Recipient> sentTo(Optional<Entry> entry) {
        return recipient -> entry.filter(code -> !code.decoy() && !recipient.isDecoy())
                .filter(code -> code.audience().stream()
                        .allMatch(tag -> Arrays.equals(tag, with.keyring.audienceTag(recipient))))
                .isPresent();
    }
}
