package dev.otpkit.store.redis;

import dev.otpkit.store.OtpBackend;
import dev.otpkit.testkit.OtpStoreContract;
import dev.otpkit.testkit.RateLimiterContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.UnifiedJedis;

/** On one server, whose limits are one script. */
class RedisContractTest implements OtpStoreContract, RateLimiterContract {
    private static RedisProcess server;
    private static UnifiedJedis client;
    private static OtpBackend backend;

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
        client = Clients.of(server);
        backend = RedisBackend.builder(client).standalone().build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Override
    public OtpBackend backend() {
        return backend;
    }

    @Override
    public int rounds() {
        return 40;
    }
}
