package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.code.CodeFormat;
import dev.otpkit.code.OtpGenerator;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.StoreException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spraying: a few guesses at each of many accounts, from one network and from all. */
class SprayingTest {
    private static final String SPRAYER = "203.0.113.7";

    private final List<OtpEvent.Kind> told = new ArrayList<>();
    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = backend.service(channel)
            .purpose("login")
            .purpose(
                    "tiny",
                    OtpPolicy.builder()
                            .generator(new TenBits())
                            .allowUnsafe(Rule.GUESSES_PER_DAY, "alarms with few guesses")
                            .build())
            .listener(event -> told.add(event.kind()))
            .build();
    private int users;

    private OtpKey asked(String purpose) {
        users++;
        OtpKey key = OtpKey.of(purpose, "user-" + users);
        otp.request(key, Recipient.email("user" + users + "@example.com"));
        return key;
    }

    private VerifyResult wrong(OtpKey key, String ip) {
        return otp.verify(key, Wrong.code(channel.code(), 1), ip);
    }

    private void spray(String purpose, int failures) {
        for (int i = 0; i < failures; i++) {
            assertThat(wrong(asked(purpose), "203.0.113." + i % 256).outcome()).isEqualTo(Outcome.REJECTED);
        }
    }

    @Test
    void aNetworkOverItsLimitIsRefusedWhereSomebodyHasFailedAlready() {
        spray("login", 51);
        OtpKey failed = asked("login");
        String code = channel.code();
        wrong(failed, "198.51.100.1");

        VerifyResult refused = otp.verify(failed, code, SPRAYER);

        assertThat(refused.outcome()).isEqualTo(Outcome.LOCKED);
        assertThat(refused.retryAfter()).contains(Duration.ofHours(1));
        assertThat(otp.status(failed).attemptsLeft()).as("nothing was counted").isEqualTo(2);
        assertThat(otp.verify(failed, code, "203.0.114.7").accepted())
                .as("from next door")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"6, 100000", "7, 1000000", "8, 10000000"})
    void theAlarmCountsATenthOfAllShortCodes(int digits, int guesses) {
        List<Bucket> counted = new ArrayList<>();
        RateLimiter limiter = new RateLimiter() {
            @Override
            public Permit acquire(List<Bucket> buckets, String callId) {
                counted.addAll(buckets);
                return Permit.granted();
            }

            @Override
            public void giveBack(List<Bucket> buckets, String callId) {
                throw new AssertionError("a guess is not taken back");
            }

            @Override
            public List<Integer> taken(Bucket bucket) {
                throw new AssertionError("nobody asks");
            }
        };
        Secrets secrets = Secrets.of(random(), random());
        new VerifyGuard(
                        VerifyGuard.PER_KEY,
                        VerifyGuard.PER_NETWORK,
                        new Keyring(secrets, "a"),
                        limiter,
                        InstantSource.system())
                .count(ClientNetwork.of(SPRAYER), OtpGenerator.digits(digits), "call");
        assertThat(counted)
                .filteredOn(bucket -> bucket.kind() == Bucket.Kind.ALL_GUESSES)
                .singleElement()
                .satisfies(
                        bucket -> assertThat(bucket.limits()).containsExactly(Limit.of(guesses, Duration.ofDays(1))));
    }

    private static byte[] random() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return random;
    }

    @Test
    void anOfficesRightCodesPass() {
        spray("login", 60);
        OtpKey colleague = asked("login");
        assertThat(otp.verify(colleague, channel.code(), SPRAYER).accepted()).isTrue();
    }

    @Test
    void fiftyFailuresAreNotOverTheLimitAndAnHourLaterNoneAreLeft() {
        spray("login", 50);
        OtpKey failed = asked("login");
        String code = channel.code();
        wrong(failed, SPRAYER); // the 51st
        assertThat(otp.verify(failed, code, SPRAYER).outcome()).isEqualTo(Outcome.LOCKED);

        backend.advance(Duration.ofHours(1));
        OtpKey later = asked("login");
        wrong(later, SPRAYER);
        assertThat(otp.verify(later, channel.code(), SPRAYER).accepted()).isTrue();
    }

    @Test
    void onlyAFailureWithAnAddressMakesTheExtraTrip() {
        OtpKey key = asked("login");
        String code = channel.code();
        int before = backend.counts.steps.get();
        otp.verify(key, Wrong.code(code, 1));
        otp.verify(key, "nonsense", SPRAYER);
        assertThat(backend.counts.steps.get() - before).isZero();
        otp.verify(key, Wrong.code(code, 2), SPRAYER);
        assertThat(backend.counts.steps.get() - before).isEqualTo(1);
        otp.verify(key, code, SPRAYER);
        otp.verify(key, code, SPRAYER);
        assertThat(backend.counts.steps.get() - before).isEqualTo(1);
    }

    @Test
    void whatCannotBeCountedIsAnEventAndNeverTheAnswer() {
        OtpKey key = asked("login");
        backend.counts.before = () -> {
            throw new StoreException(StoreException.Kind.UNREACHABLE);
        };

        VerifyResult result = wrong(key, SPRAYER);

        assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(result.attemptsLeft()).hasValue(2);
        assertThat(told).contains(OtpEvent.Kind.UNCOUNTED);
    }

    @Test
    void aTenthOfAFalseAcceptADayRaisesTheAlarm() {
        for (int i = 0; i < 102; i++) {
            wrong(asked("tiny"), "10.0." + i + ".1");
        }
        assertThat(told).doesNotContain(OtpEvent.Kind.SPRAYING);
        wrong(asked("tiny"), "10.0.200.1");
        assertThat(told).contains(OtpEvent.Kind.SPRAYING);
    }

    @Test
    void aNetworkIsStillCountedWhileTheAlarmRings() {
        for (int i = 0; i < 103; i++) {
            wrong(asked("tiny"), "10.0." + i + ".1");
        }
        told.clear();
        spray("tiny", 51);
        assertThat(told).contains(OtpEvent.Kind.SPRAYING);
        OtpKey failed = asked("tiny");
        wrong(failed, "198.51.100.1");

        assertThat(otp.verify(failed, channel.code(), SPRAYER).outcome()).isEqualTo(Outcome.LOCKED);
    }

    /** All or none holds of one call: what the one limit refuses is still counted by the other. */
    @ParameterizedTest(name = "the network over its two in {0}: {1}, all networks over theirs: {2}")
    @CsvSource({
        "PT1H, false, false",
        "PT1H, true, false",
        "PT1H, false, true",
        "PT1H, true, true",
        "PT48H, true, true", // the network is the one that refuses for longer
    })
    void eachLimitCountsWhatTheOtherOneRefuses(Duration window, boolean network, boolean all) {
        VerifyGuard guard = guardOfTwoIn(window);
        int others = (all ? 6 : 4) - (network ? 2 : 1); // six of 64 codes are the most
        for (int i = 0; i < others; i++) {
            assertThat(guard.count(network(i), new FewCodes(), "other" + i)).isEqualTo(VerifyGuard.Alarm.NONE);
        }
        ClientNetwork sprayer = ClientNetwork.of(SPRAYER);
        for (int i = 0; i < (network ? 2 : 1); i++) {
            assertThat(guard.count(sprayer, new FewCodes(), "before" + i)).isEqualTo(VerifyGuard.Alarm.NONE);
        }

        VerifyGuard.Alarm alarm = all ? VerifyGuard.Alarm.SPRAYING : VerifyGuard.Alarm.NONE;
        assertThat(guard.count(sprayer, new FewCodes(), "call")).isEqualTo(alarm);

        assertThat(guard.isWary(sprayer)).isEqualTo(network);
        assertThat(guard.count(network(7), new FewCodes(), "sixth"))
                .as("the call was the fifth")
                .isEqualTo(alarm);
        assertThat(guard.count(network(8), new FewCodes(), "seventh")).isEqualTo(VerifyGuard.Alarm.SPRAYING);
        assertThat(guard.isWary(network(8))).isFalse();
        guard.count(sprayer, new FewCodes(), "third");
        assertThat(guard.isWary(sprayer)).as("the call was its second").isTrue();
    }

    /** Ten letters: no day of guessing comes near them. */
    @Test
    void codesTooManyForAnAlarmAreCountedForTheirNetworkAlone() {
        VerifyGuard guard = guardOfTwoIn(Duration.ofHours(1));
        OtpGenerator letters = OtpGenerator.letters(10);
        ClientNetwork sprayer = ClientNetwork.of(SPRAYER);
        for (int i = 0; i < 3; i++) {
            assertThat(guard.isWary(sprayer)).isFalse();
            assertThat(guard.count(sprayer, letters, "call" + i)).isEqualTo(VerifyGuard.Alarm.NONE);
        }
        assertThat(guard.isWary(sprayer)).isTrue();
        assertThat(backend.counts.steps).as("the third asks nobody else").hasValue(3);
    }

    private VerifyGuard guardOfTwoIn(Duration window) {
        Limit two = Limit.of(2, window);
        Keyring keyring = new Keyring(TestBackend.secrets(1), "");
        return new VerifyGuard(two, two, keyring, backend.limiter(), backend.clock());
    }

    private static ClientNetwork network(int which) {
        return ClientNetwork.of("10.0." + which + ".1");
    }

    /** 1,024 codes of four digits. */
    private static final class TenBits implements OtpGenerator {
        private final SecureRandom random = new SecureRandom();

        @Override
        public String generate() {
            return Integer.toString(1_000 + random.nextInt(1_024));
        }

        @Override
        public Optional<String> read(String typed) {
            return Optional.of(typed).filter(code -> code.matches("[0-9]{4}"));
        }

        @Override
        public double bits() {
            return 10;
        }

        @Override
        public CodeFormat format() {
            return new CodeFormat(4, CodeFormat.Alphabet.DIGITS);
        }
    }
}
