package dev.otpkit.store.redis;

import dev.otpkit.store.OtpBackend;
import dev.otpkit.testkit.OtpStoreContract;
import dev.otpkit.testkit.RateLimiterContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.UnifiedJedis;

/** On a cluster of three masters, whose limits are two rounds. */
class ClusterContractTest implements OtpStoreContract, RateLimiterContract {
    private static RedisCluster cluster;
    private static UnifiedJedis client;
    private static OtpBackend backend;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start(3);
        client = Clients.of(cluster);
        backend = RedisBackend.of(client);
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    @Override
    public OtpBackend backend() {
        return backend;
    }

    @Override
    public int rounds() {
        return 10;
    }

    /**
     * Not on a cluster, where two calls that meet half way may both be refused; what holds there is in
     * {@link ClusterLimitsTest#aRaceOverSeveralBucketsGrantsNoneTooManyAndLeavesNothingBehind}.
     */
    @Override
    public void callsThatNameTheSameBucketsInOtherOrdersDoNotBlockEachOther() {}
}
