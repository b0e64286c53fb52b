package dev.otpkit.store.redis;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;

/**
 * Clients of one server, with every wait bounded: for those who have no client yet.
 *
 * <pre>{@code
 * UnifiedJedis redis = RedisClients.at(URI.create("rediss://otpkit:password@redis.example.com:6380/0"));
 * OtpBackend backend = RedisBackend.builder(redis).standalone().build();
 * }</pre>
 *
 * <p>Connecting, an answer and a free connection are each waited for 2 seconds at most; there are up to 64 connections.
 * {@code rediss} is TLS, and a certificate of another host or of an unknown authority is refused; {@code redis} is plain
 * text, password included. The client is closed by whoever asked for it.
 *
 * <p>Needs Jedis 7.4 or later. With an earlier one, for a cluster, or for other bounds, build the client yourself: {@link
 * RedisBackend} takes any.
 */
public final class RedisClients {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int CONNECTIONS = 64;
    private static final int PORT = 6379;
    private static final Pattern DATABASE = Pattern.compile("/?(\\d{0,4})");

    private RedisClients() {}

    /**
     * Trusting whom the JVM trusts, where the URI is of TLS.
     *
     * @param uri {@code redis[s]://[[user]:password@]host[:port][/database]}
     * @throws IllegalArgumentException for any other; what it says does not repeat the URI, which has a password
     */
    public static UnifiedJedis at(URI uri) {
        return client(uri, config(uri, SslOptions.builder().build()));
    }

    /**
     * With TLS as these options say: an authority of one's own, a certificate to show.
     *
     * @throws IllegalArgumentException as {@link #at(URI)}, and for a URI that is not of TLS
     */
    public static UnifiedJedis at(URI uri, SslOptions tls) {
        if (!isTls(uri)) {
            throw new IllegalArgumentException("SslOptions are of use with rediss:// only");
        }
        return client(uri, config(uri, tls));
    }

    private static boolean isTls(URI uri) {
        return "rediss".equals(uri.getScheme());
    }

    private static JedisClientConfig config(URI uri, SslOptions tls) {
        Matcher database = DATABASE.matcher(uri.getPath() == null ? "" : uri.getPath());
        if (!isTls(uri) && !"redis".equals(uri.getScheme())
                || uri.getHost() == null
                || !database.matches()
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "a URI must be redis[s]://[[user]:password@]host[:port][/database], without an underscore in the host");
        }
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis((int) PATIENCE.toMillis())
                .socketTimeoutMillis((int) PATIENCE.toMillis())
                .database(database.group(1).isEmpty() ? 0 : Integer.parseInt(database.group(1)));
        identify(config, uri.getRawUserInfo());
        if (isTls(uri)) {
            config.sslOptions(tls);
        }
        return config.build();
    }

    private static UnifiedJedis client(URI uri, JedisClientConfig config) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(PATIENCE);
        return RedisClient.builder()
                .hostAndPort(uri.getHost(), uri.getPort() < 0 ? PORT : uri.getPort())
                .clientConfig(config)
                .poolConfig(pool)
                .build();
    }

    private static void identify(DefaultJedisClientConfig.Builder config, @Nullable String userInfo) {
        if (userInfo == null) {
            return;
        }
        int colon = userInfo.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("a URI with a user must have a password: user:password@");
        }
        if (colon > 0) {
            config.user(decoded(userInfo.substring(0, colon)));
        }
        config.password(decoded(userInfo.substring(colon + 1)));
    }

    /** Each part by itself: a colon in one of them is written %3A. */
    private static String decoded(String part) {
        return part.isEmpty() ? part : URI.create("//" + part + "@host").getUserInfo();
    }
}
