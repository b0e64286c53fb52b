package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** That a run with another Jedis is one. */
class JedisVersionTest {
    @Test
    void theJedisThatWasAskedForIsTheOneThatRuns() {
        String jar = UnifiedJedis.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertThat(jar).contains("jedis-" + System.getProperty("jedis.run", "8."));
    }
}
