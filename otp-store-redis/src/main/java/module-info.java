/** Codes and counts in Redis. */
module dev.otpkit.store.redis {
    requires transitive dev.otpkit;
    requires transitive redis.clients.jedis;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.otpkit.store.redis;
}
