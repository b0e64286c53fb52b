/** The backend on Redis. */
module dev.otpkit.store.redis {
    requires transitive dev.otpkit;
    requires redis.clients.jedis;
    requires static org.jspecify;
}
