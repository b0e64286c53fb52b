package dev.otpkit.store.redis;

import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import java.time.Duration;
import java.util.regex.Pattern;
import redis.clients.jedis.UnifiedJedis;

/**
 * Codes and counts in Redis, shared by any number of nodes: a single server, a cluster, or what sentinels watch.
 *
 * <pre>{@code
 * OtpBackend backend = RedisBackend.of(redis);
 * OtpBackend strict = RedisBackend.builder(redis).standalone().strict(1).build();
 * }</pre>
 *
 * <p>Every operation on codes is one script on one slot, in one trip; limits are one for all their buckets where the server
 * is {@linkplain Builder#standalone() standalone}, and else one for each bucket, in two rounds. Time is the server's own.
 * Nothing is kept without an expiry. A call whose reply was lost is repeated with its own tag and counts once; in limits of
 * more than 100 permits, which are sums, perhaps once for each repeat.
 *
 * <p>Immutable, and safe for as many threads as the client's pool has connections for. Fails with {@link
 * dev.otpkit.store.StoreException}: repeats for up to its {@linkplain Builder#timeout timeout}, and the last attempt takes as
 * long as the client lets it for a free connection, connecting and an answer. See that these are bounded: by default a
 * pool of Jedis waits for ever. The client stays open when the service closes.
 *
 * <p>A failover can lose what was acknowledged, so that a used code is accepted once more; {@link Builder#strict} waits
 * for replicas instead.
 */
public final class RedisBackend implements OtpBackend {
    private final OtpStore store;
    private final RateLimiter limiter;

    private RedisBackend(Builder builder) {
        long timeout = builder.timeout.toMillis();
        Server server = new Server(builder.jedis, builder.replicas, timeout);
        Keys keys = new Keys(builder.prefix);
        this.store = new RedisOtpStore(server, keys);
        this.limiter = new RedisRateLimiter(server, keys, builder.standalone);
        // Nothing that a replica must have: a node starts while one is away, and waits for it call by call.
        ServerSettings.check(new Server(builder.jedis, 0, timeout), keys, builder.standalone, builder.replicas > 0);
    }

    /** On this client, whatever it is connected to. */
    public static RedisBackend of(UnifiedJedis jedis) {
        return builder(jedis).build();
    }

    /** Starts from the defaults. */
    public static Builder builder(UnifiedJedis jedis) {
        return new Builder(jedis);
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public OtpStore store() {
        return store;
    }

    @Override
    public RateLimiter limiter() {
        return limiter;
    }

    /** Says what the defaults do not. */
    public static final class Builder {
        private static final Pattern PREFIX = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,31}");
        private static final Duration LONGEST = Duration.ofMinutes(1);

        private final UnifiedJedis jedis;
        private String prefix = "otp";
        private boolean standalone;
        private int replicas;
        private Duration timeout = Duration.ofSeconds(1);

        private Builder(UnifiedJedis jedis) {
            this.jedis = jedis;
        }

        /** What all keys begin with, before a colon: {@code otp} unless said. */
        public Builder prefix(String prefix) {
            if (!PREFIX.matcher(prefix).matches()) {
                throw new IllegalArgumentException("prefix must match " + PREFIX + ": " + prefix);
            }
            this.prefix = prefix;
            return this;
        }

        /**
         * One server has all keys, alone or with replicas and sentinels: then a request's limits are one trip rather than
         * two. {@link #build} refuses one of a cluster's, if it can be asked.
         */
        public Builder standalone() {
            this.standalone = true;
            return this;
        }

        /**
         * Answers once so many replicas have what it says, so that a failover to one of them forgets nothing that was
         * answered; fails with {@code UNAVAILABLE} where they do not in time. Refuses a server that evicts.
         */
        public Builder strict(int replicas) {
            if (replicas < 1 || replicas > 100) {
                throw new IllegalArgumentException("replicas must be 1..100: " + replicas);
            }
            this.replicas = replicas;
            return this;
        }

        /**
         * How long dead connections are replaced within one call, and replicas waited for: 1 second unless said. Less than
         * the client's own timeout, which would hang up on the wait for a replica.
         */
        public Builder timeout(Duration timeout) {
            if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("timeout must be PT0.001S.." + LONGEST + ": " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * The backend. Asks the server for its {@code maxmemory-policy}, and logs a warning where that evicts or cannot be
         * read; of a cluster's masters it meets most.
         *
         * @throws IllegalStateException if {@link #strict} finds a server that evicts, or cannot find out; if {@link #standalone}
         *     finds a cluster
         */
        public RedisBackend build() {
            return new RedisBackend(this);
        }
    }
}
