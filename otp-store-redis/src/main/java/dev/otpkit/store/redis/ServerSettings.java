package dev.otpkit.store.redis;

import dev.otpkit.store.StoreException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the servers are what they are taken for: none that forgets keys when it is full, since an eviction resets
 * somebody's limits, and none of a cluster's that is declared to be alone.
 */
final class ServerSettings {
    private static final Logger LOG = LoggerFactory.getLogger(RedisBackend.class);
    private static final Set<String> KEEPS = Set.of("noeviction");

    /** Keys of so many slots meet every master of a cluster, but for bad luck. */
    private static final int PROBES = 64;

    private ServerSettings() {}

    static void check(Server server, Keys keys, boolean standalone, boolean strict) {
        Set<String> policies = new TreeSet<>();
        try {
            List<Call> probes = IntStream.range(0, standalone ? 1 : PROBES)
                    .mapToObj(i -> new Call(Script.SETTINGS, List.of(keys.probe(i)), List.of()))
                    .toList();
            for (Object answer : server.runAll(probes)) {
                Reply settings = Reply.of(answer);
                policies.add(settings.word(0));
                if (standalone && settings.number(1) == 1) {
                    throw new IllegalStateException("standalone(): the server is one of a cluster's");
                }
            }
        } catch (StoreException e) {
            policies.add("not known: " + e.kind());
        }
        if (policies.equals(KEEPS)) {
            return;
        }
        String why =
                "maxmemory-policy must be noeviction, or limits and codes are forgotten under pressure: " + policies;
        if (strict) {
            throw new IllegalStateException("strict(...): " + why);
        }
        LOG.warn(why);
    }
}
