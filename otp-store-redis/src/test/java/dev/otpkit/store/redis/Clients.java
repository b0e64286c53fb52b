package dev.otpkit.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.providers.SentineledConnectionProvider;

/** Clients made in ways that Jedis 6, 7 and 8 all know. */
@SuppressWarnings("deprecation") // in 8; 6 has no other
final class Clients {
    private Clients() {}

    static UnifiedJedis of(RedisProcess server) {
        return of(server.port(), 64, Duration.ofSeconds(2));
    }

    static UnifiedJedis of(int port, int connections, Duration timeout) {
        return of(port, connections, config(timeout).build());
    }

    static UnifiedJedis of(int port, int connections, JedisClientConfig config) {
        return of(new HostAndPort("127.0.0.1", port), pool(connections), config);
    }

    static UnifiedJedis of(HostAndPort at, GenericObjectPoolConfig<Connection> pool, JedisClientConfig config) {
        PooledConnectionProvider provider = new PooledConnectionProvider(at, config, pool);
        // One attempt: what is repeated is the backend's own decision.
        return new UnifiedJedis(provider, 1, Duration.ofSeconds(5));
    }

    static UnifiedJedis of(RedisCluster cluster) {
        return cluster(cluster.ports(), 64);
    }

    /** What Jedis itself repeats on a cluster is left as it is: its users will leave it so, too. */
    static UnifiedJedis cluster(List<Integer> ports, int connections) {
        return new JedisCluster(
                addresses(ports), config(Duration.ofSeconds(2)).build(), 5, Duration.ofSeconds(5), pool(connections));
    }

    static UnifiedJedis of(RedisSentinels group) {
        JedisClientConfig config = config(Duration.ofSeconds(2)).build();
        SentineledConnectionProvider provider = new SentineledConnectionProvider(
                RedisSentinels.NAME, config, pool(64), addresses(group.ports()), config);
        return new UnifiedJedis(provider, 1, Duration.ofSeconds(5));
    }

    private static Set<HostAndPort> addresses(List<Integer> ports) {
        return ports.stream().map(port -> new HostAndPort("127.0.0.1", port)).collect(Collectors.toSet());
    }

    static DefaultJedisClientConfig.Builder config(Duration timeout) {
        return DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis((int) timeout.toMillis())
                .socketTimeoutMillis((int) timeout.toMillis());
    }

    static GenericObjectPoolConfig<Connection> pool(int connections) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        pool.setMaxWait(Duration.ofSeconds(2));
        return pool;
    }
}
