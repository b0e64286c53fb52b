package dev.otpkit.testkit;

import dev.otpkit.store.Candidate;
import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A call that opens a code: three attempts, ten minutes, for ada and bob, unless a test says otherwise. */
final class Opening {
    private final OtpStore store;
    private final Slot slot;
    private final String callId = Names.randomOpaque();
    private String code = "right";
    private String secret = Subject.SECRET;
    private Set<String> accepted = Set.of(Subject.SECRET, Subject.OTHER_SECRET);
    private boolean strong;
    private List<String> audience = List.of("ada", "bob");
    private boolean decoy;
    private Duration ttl = Subject.TTL;
    private Duration resendWhile = Duration.ZERO;
    private int attempts = 3;

    Opening(OtpStore store, Slot slot) {
        this.store = store;
        this.slot = slot;
    }

    Opening code(String other) {
        code = other;
        return this;
    }

    Opening secret(String other) {
        secret = other;
        return this;
    }

    Opening accepting(String... secrets) {
        accepted = Set.of(secrets);
        return this;
    }

    Opening strong() {
        strong = true;
        return this;
    }

    Opening to(String... recipients) {
        audience = List.of(recipients);
        return this;
    }

    Opening decoy() {
        decoy = true;
        return this;
    }

    Opening ttl(Duration other) {
        ttl = other;
        return this;
    }

    Opening resendWhile(Duration left) {
        resendWhile = left;
        return this;
    }

    /** As a policy that wants a fresh code every time. */
    Opening fresh() {
        return resendWhile(ttl.plusDays(1));
    }

    Opening attempts(int other) {
        attempts = other;
        return this;
    }

    static byte[] tag(Slot slot, String secret, String code) {
        return Names.tag(Candidate.TAG, "tag", slot.key(), secret, code);
    }

    static byte[] sealed(Slot slot, String secret, String code) {
        return Names.tag(32, "sealed", slot.key(), secret, code);
    }

    static byte[] audience(String recipient) {
        return Names.tag(OpenCall.AUDIENCE_TAG, "audience", recipient);
    }

    OpenCall call() {
        Candidate candidate = new Candidate(secret, tag(slot, secret, code), sealed(slot, secret, code), strong);
        Stream<byte[]> tags = audience.stream().map(Opening::audience);
        return new OpenCall(slot, callId, candidate, accepted, tags.toList(), decoy, ttl, resendWhile, attempts);
    }

    OpenAnswer open() {
        return store.open(call());
    }
}
