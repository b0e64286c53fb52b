package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import dev.otpkit.store.Candidate;
import dev.otpkit.store.Entry;
import dev.otpkit.store.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** T31 within the core: what is copied from one place to another opens nowhere. */
class KeyringTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Budget BUDGET = new Budget("shared", List.of(Limit.of(10, Duration.ofDays(1))), 100);
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final Recipient BOB = Recipient.email("bob@example.com");
    private static final SealedCode CODE = new SealedCode("493021", "a***@example.com", false, "");

    private final Keyring keyring = new Keyring(TestBackend.secrets(1), "");
    private final byte[] text = keyring.text(KEY);
    private final List<byte[]> audience = List.of(keyring.audienceTag(ADA));

    @Test
    void aSealedCodeOpensInItsOwnEntry() {
        assertThat(keyring.open(text, entry(CODE, false))).contains(CODE);
        SealedCode strong = new SealedCode("BCDFGHJKLMNPQRS", "a***@example.com", true, "");
        assertThat(keyring.open(text, entry(strong, false))).contains(strong);
        assertThat(keyring.open(text, entry(CODE, true))).contains(CODE);
        assertThat(CODE).hasToString("SealedCode[]");
    }

    @Test
    void aSealedCodeOpensUnderNoOtherKey() {
        Entry entry = entry(CODE, false);
        for (OtpKey other :
                List.of(OtpKey.of("reset", "user-42"), OtpKey.of("login", "user-43"), KEY.boundTo("flow", "1"))) {
            assertThat(keyring.open(keyring.text(other), entry)).isEmpty();
        }
        Keyring acme = new Keyring(TestBackend.secrets(1), "acme");
        assertThat(acme.open(acme.text(KEY), entry)).isEmpty();
        assertThat(acme.open(text, entry))
                .as("its own text is of no use either")
                .isPresent();
    }

    @Test
    void aSealedCodeOpensForNoOtherAudience() {
        Candidate code = entry(CODE, false).code();
        byte[] bob = keyring.audienceTag(BOB);
        assertThat(keyring.open(text, new Entry(code, List.of(bob), false))).isEmpty();
        assertThat(keyring.open(text, new Entry(code, List.of(audience.get(0), bob), false)))
                .isEmpty();
        assertThat(keyring.open(text, new Entry(code, List.of(), false))).isEmpty();
    }

    @Test
    void aSealedCodeOpensUnderNoOtherMark() {
        Candidate code = entry(CODE, false).code();
        assertThat(keyring.open(text, new Entry(code, audience, true)))
                .as("decoy")
                .isEmpty();
        Candidate strong = new Candidate(code.secretId(), code.tag(), code.sealed(), true);
        assertThat(keyring.open(text, new Entry(strong, audience, false)))
                .as("long")
                .isEmpty();
    }

    @Test
    void aSealedCodeOpensUnderNoOtherSecret() {
        Entry entry = entry(CODE, false);
        Keyring other = new Keyring(TestBackend.secrets(2), "");
        assertThat(other.open(text, entry)).isEmpty();
        Candidate claimed = new Candidate(
                other.activeSecret(), entry.code().tag(), entry.code().sealed(), false);
        assertThat(other.open(text, new Entry(claimed, audience, false))).isEmpty();
        Keyring both = new Keyring(TestBackend.secrets(2).accepts(TestBackend.secret(1)), "");
        assertThat(both.open(text, entry)).contains(CODE);
    }

    @Test
    void aSealThatWasTamperedWithIsNotShown() {
        Candidate code = entry(CODE, false).code();
        for (int i = 0; i < code.sealed().length; i++) {
            byte[] flipped = code.sealed().clone();
            flipped[i] ^= 1;
            Candidate changed = new Candidate(code.secretId(), code.tag(), flipped, false);
            assertThat(keyring.open(text, new Entry(changed, audience, false))).isEmpty();
        }
        Candidate empty = new Candidate(code.secretId(), code.tag(), new byte[0], false);
        assertThat(keyring.open(text, new Entry(empty, audience, false))).isEmpty();
    }

    @Test
    void theRightGuessHasTheTagThatWasSealed() {
        Candidate code = entry(CODE, false).code();
        assertThat(keyring.tags(text, "493021")).containsOnlyKeys(code.secretId());
        assertThat(keyring.tags(text, "493021").get(code.secretId())).isEqualTo(code.tag());
        assertThat(keyring.tags(text, "493022").get(code.secretId())).isNotEqualTo(code.tag());
        assertThat(new Keyring(TestBackend.secrets(1).accepts(TestBackend.secret(2)), "").tags(text, "493021"))
                .as("one for each secret")
                .hasSize(2);
    }

    @Test
    void noGuessHasADecoysTag() {
        Candidate one = entry(CODE, true).code();
        Candidate two = entry(CODE, true).code();
        byte[] right = keyring.tags(text, CODE.code()).get(one.secretId());
        assertThat(one.tag()).isNotEqualTo(right).isNotEqualTo(two.tag());
        assertThat(entry(CODE, false).code().tag()).isEqualTo(right);
        assertThat(HEX.formatHex(one.sealed()))
                .as("nor does a seal show its tag")
                .doesNotContain(HEX.formatHex(one.tag()));
    }

    @Test
    void everyNameIsOpaqueAndNoTwoAreAlike() {
        Recipient push = Recipient.of("push", "user-42");
        Set<String> names = new HashSet<>();
        List<String> all = new ArrayList<>();
        for (String namespace : List.of("", "acme", "subject")) {
            Keyring one = new Keyring(TestBackend.secrets(1), namespace);
            for (OtpKey key : List.of(
                    KEY,
                    OtpKey.of("login", "user-43"),
                    OtpKey.of("login", push),
                    OtpKey.of("login", push.identity(), false, Map.of()))) {
                Slot slot = one.slot(key, one.text(key), BUDGET);
                all.add(slot.subject());
                all.add(slot.key());
            }
            all.add(HEX.formatHex(one.audienceTag(ADA)));
        }
        all.forEach(name -> assertThat(names.add(name)).isTrue());
        assertThat(names).allMatch(name -> name.matches("[0-9a-f]{32}|[0-9a-f]{16}"));
    }

    @Test
    void keysOfOneSubjectShareItsPseudonymWhateverTheirPurpose() {
        Slot one = keyring.slot(KEY, text, BUDGET);
        OtpKey other = OtpKey.of("reset", "user-42").boundTo("flow", "1");
        Slot two = keyring.slot(other, keyring.text(other), BUDGET);
        assertThat(one.subject()).isEqualTo(two.subject());
        assertThat(one.key()).isNotEqualTo(two.key());
    }

    @Test
    void bucketsThatTenantsShareAreTheSameInEveryNamespace() {
        Keyring acme = new Keyring(TestBackend.secrets(2), "acme");
        for (Bucket.Kind kind : Bucket.Kind.values()) {
            assertThat(acme.sharedBucket(kind, "x"))
                    .isEqualTo(keyring.sharedBucket(kind, "x"))
                    .matches("[0-9a-f]{32}");
            assertThat(acme.sharedBucket(kind, "y")).isNotEqualTo(keyring.sharedBucket(kind, "x"));
        }
        assertThat(keyring.sharedBucket(Bucket.Kind.COUNTRY, "x"))
                .isNotEqualTo(keyring.sharedBucket(Bucket.Kind.PREFIX, "x"));
    }

    @Test
    void callsAreNamedAtRandom() {
        Set<String> calls = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(calls.add(keyring.callId())).isTrue();
        }
        assertThat(calls).allMatch(call -> call.matches("[0-9a-f]{16}"));
    }

    private Entry entry(SealedCode code, boolean decoy) {
        return new Entry(keyring.seal(text, code, audience, decoy), audience, decoy);
    }
}
