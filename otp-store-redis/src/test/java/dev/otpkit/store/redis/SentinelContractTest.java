package dev.otpkit.store.redis;

import dev.otpkit.store.OtpBackend;
import dev.otpkit.testkit.OtpStoreContract;
import dev.otpkit.testkit.RateLimiterContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.UnifiedJedis;

/** Through sentinels, whose limits are one script. */
class SentinelContractTest implements OtpStoreContract, RateLimiterContract {
    private static RedisSentinels group;
    private static UnifiedJedis client;
    private static OtpBackend backend;

    @BeforeAll
    static void start() {
        group = RedisSentinels.start(1);
        client = Clients.of(group);
        backend = RedisBackend.builder(client).standalone().build();
    }

    @AfterAll
    static void stop() {
        client.close();
        group.close();
    }

    @Override
    public OtpBackend backend() {
        return backend;
    }

    @Override
    public int rounds() {
        return 10;
    }
}
