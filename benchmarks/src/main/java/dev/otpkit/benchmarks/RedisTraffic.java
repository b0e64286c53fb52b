package dev.otpkit.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpService;
import dev.otpkit.RequestResult;
import dev.otpkit.Secrets;
import dev.otpkit.VerifyResult;
import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.redis.RedisBackend;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.providers.ConnectionProvider;

/** What is done to one Redis through one pool: by otpkit, by its peers, and by scripts that bound it from below. */
final class RedisTraffic {
    /** A limit's own windows, for otpkit and for bucket4j alike. */
    private static final List<Limit> WINDOWS = List.of(
            Limit.of(1, Duration.ofMinutes(1)), Limit.of(5, Duration.ofHours(1)), Limit.of(10, Duration.ofDays(1)));

    /** The calls that verify makes of a Redis when a guess is right, and nothing around them. */
    private static final String SAME_CALLS = """
            redis.call('TIME')
            local row = redis.call('GET', KEYS[1])
            redis.call('GET', KEYS[2])
            redis.call('APPEND', KEYS[1], ARGV[2] .. ARGV[1] .. '01234567890')
            return row
            """;

    /** The calls that a refusal takes, and nothing around them. */
    private static final String BARE_REFUSAL = """
            redis.call('TIME')
            return redis.call('GET', KEYS[1]) and 1 or 0
            """;

    private final ThreadLocal<String> sent = new ThreadLocal<>();
    private final UnifiedJedis redis;
    private final Calls calls;
    private final OtpService otp;
    private final OtpService sharedMailbox;
    private final RateLimiter limiter;
    private final ProxyManager<byte[]> bucket4j;
    private final BucketConfiguration windows;
    private final byte[] returnOne;
    private final byte[] sameCalls;
    private final byte[] bareRefusal;
    private final List<Bucket> oursUsedUp = ours("nobody");
    private final io.github.bucket4j.Bucket theirsUsedUp;
    private final String[] codes;

    RedisTraffic(UnifiedJedis redis, Calls calls) {
        this.redis = redis;
        this.calls = calls;
        this.codes = new String[calls.size()];
        OtpBackend backend = RedisBackend.builder(calls).standalone().build();
        Secrets secrets = Secrets.of(random(), random());
        this.otp = wire(backend, secrets, Limit.of(10, Duration.ofDays(1)));
        this.sharedMailbox = wire(backend, secrets, Limit.of(10_000_000, Duration.ofDays(1)));
        this.limiter = RedisBackend.builder(redis)
                .standalone()
                .prefix("limits")
                .build()
                .limiter();
        this.bucket4j = Bucket4jJedis.casBasedBuilder(redis)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ZERO))
                .build();
        var configuration = BucketConfiguration.builder();
        for (Limit limit : WINDOWS) {
            configuration.addLimit(
                    band -> band.capacity(limit.permits()).refillGreedy(limit.permits(), limit.window()));
        }
        this.windows = configuration.build();
        this.theirsUsedUp = theirs("nobody");
        this.returnOne = redis.scriptLoad("return 1").getBytes(UTF_8);
        this.sameCalls = redis.scriptLoad(SAME_CALLS).getBytes(UTF_8);
        this.bareRefusal = redis.scriptLoad(BARE_REFUSAL).getBytes(UTF_8);
    }

    private OtpService wire(OtpBackend backend, Secrets secrets, Limit mailbox) {
        return OtpService.builder()
                .backend(backend)
                .secrets(secrets)
                .channel(new Postman())
                .purpose("login")
                // Of the standard limits the longest, which keep the longest history.
                .limits(SendLimits.builder()
                        .recipient(mailbox)
                        .subject(Limit.of(20, Duration.ofDays(1)))
                        .build())
                .build();
    }

    private static byte[] random() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return random;
    }

    /** Person i of a round asks for a code. */
    void request(int round, int i) {
        request(otp, round, i, Recipient.email(person(round, i) + "@example.com"));
    }

    private void request(OtpService service, int round, int i, Recipient recipient) {
        RequestResult result = service.request(key(round, i), recipient);
        require(RequestResult.Outcome.SENT, result.outcome());
        codes[i] = sent.get();
    }

    /** As many messages as the standard limits let through in a day: half to one that all share, which weighs nothing. */
    void requestAll(int round, int i) {
        for (int message = 0; message < 10; message++) {
            request(sharedMailbox, round, i, Recipient.email("everybody@example.com"));
        }
        for (int message = 0; message < 10; message++) {
            request(round, i);
        }
    }

    /** Person i types the code of his last request. */
    void verify(int round, int i) {
        calls.number(i);
        VerifyResult result = otp.verify(key(round, i), codes[i]);
        require(VerifyResult.Outcome.ACCEPTED, result.outcome());
    }

    /** Person i types something else. */
    void guessWrong(int round, int i) {
        String wrong = (codes[i].charAt(0) == '9' ? '0' : '9') + codes[i].substring(1);
        require(VerifyResult.Outcome.REJECTED, otp.verify(key(round, i), wrong).outcome());
    }

    /** Nothing, with the keys and arguments of the i-th verify. */
    void returnOne(int i) {
        require(1L, redis.evalsha(returnOne, calls.keys(i), calls.args(i)));
    }

    /** As if the i-th verify had not been, so that its calls find and make the same. */
    void takeBack(int i) {
        byte[] code = calls.keys(i).get(0);
        byte[] row = redis.get(code);
        require(true, row[row.length - 5] == 0); // a receipt that nobody has redeemed
        redis.set(
                code, Arrays.copyOf(row, row.length - 31), SetParams.setParams().keepTtl());
    }

    /** The calls of the i-th verify. */
    void sameCalls(int i) {
        redis.evalsha(sameCalls, calls.keys(i), calls.args(i));
    }

    /** Three windows, of somebody whom nobody has seen. */
    void ours(int round, int i) {
        require(true, acquire(ours("user-" + round + "-" + i), i));
    }

    void theirs(int round, int i) {
        require(true, consume(theirs("user-" + round + "-" + i)));
    }

    /** Three windows, of somebody who has used one of them up. */
    void oursRefused(int i) {
        require(false, acquire(oursUsedUp, i));
    }

    void theirsRefused() {
        require(false, consume(theirsUsedUp));
    }

    /** The calls of a refusal, with the key and the arguments of one. */
    void bareRefusal(int i) {
        List<byte[]> key = List.of(("limits:{" + oursUsedUp.get(0).id() + "}:h").getBytes(UTF_8));
        List<byte[]> args = List.of(new byte[4], new byte[10 * WINDOWS.size()]);
        require(1L, redis.evalsha(bareRefusal, key, args));
    }

    void useUp() {
        acquire(oursUsedUp, -1);
        consume(theirsUsedUp);
    }

    private boolean acquire(List<Bucket> buckets, int i) {
        return limiter.acquire(buckets, "call-" + i).isGranted();
    }

    /** Asked, as ours always is, for how long to wait as well. */
    private static boolean consume(io.github.bucket4j.Bucket bucket) {
        return bucket.tryConsumeAndReturnRemaining(1).isConsumed();
    }

    private static List<Bucket> ours(String name) {
        String id = HexFormat.of().formatHex(Arrays.copyOf(name.getBytes(UTF_8), 16));
        return List.of(new Bucket(Bucket.Kind.RECIPIENT, id, WINDOWS));
    }

    private io.github.bucket4j.Bucket theirs(String name) {
        return bucket4j.builder().build(name.getBytes(UTF_8), () -> windows);
    }

    private static OtpKey key(int round, int i) {
        return OtpKey.of("login", person(round, i));
    }

    private static String person(int round, int i) {
        return "user-" + (round * 1_000_000L + i);
    }

    /** A figure for anything else would be a lie. */
    private static void require(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(expected + " was expected: " + found);
        }
    }

    /** A channel that tells the caller's thread what it carries. */
    private final class Postman implements DeliveryChannel {
        @Override
        public String name() {
            return "postman";
        }

        @Override
        public boolean serves(Recipient recipient) {
            return true;
        }

        @Override
        public DeliveryResult deliver(Message message) {
            sent.set(message.code().orElseThrow().digits());
            return DeliveryResult.sent();
        }
    }

    /** A client that remembers what each verify asked its server, so that others can ask with the same. */
    static final class Calls extends UnifiedJedis {
        private final ThreadLocal<Integer> number = ThreadLocal.withInitial(() -> -1);
        private final Asked[] asked;

        @SuppressWarnings("deprecation") // of one provider, which is all that two clients can share
        Calls(ConnectionProvider provider, int size) {
            super(provider, 1, Duration.ofSeconds(5));
            asked = new Asked[size];
        }

        private record Asked(List<byte[]> keys, List<byte[]> args) {}

        int size() {
            return asked.length;
        }

        /** The next call of this thread has this number. */
        void number(int i) {
            number.set(i);
        }

        List<byte[]> keys(int i) {
            return asked[i].keys();
        }

        List<byte[]> args(int i) {
            return asked[i].args();
        }

        @Override
        public Object evalsha(byte[] digest, List<byte[]> keys, List<byte[]> args) {
            int i = number.get();
            if (i >= 0) {
                asked[i] = new Asked(keys, args);
                number.set(-1);
            }
            return super.evalsha(digest, keys, args);
        }
    }
}
