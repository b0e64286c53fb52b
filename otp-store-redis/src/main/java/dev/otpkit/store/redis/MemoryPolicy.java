package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.otpkit.store.StoreException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether servers forget keys when they are full: an eviction is a reset of somebody's limits, and a code that vanishes. */
final class MemoryPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(RedisBackend.class);
    private static final Set<String> KEEPS = Set.of("noeviction");

    /** Keys of so many slots meet every master of a cluster, but for bad luck. */
    private static final int PROBES = 64;

    private MemoryPolicy() {}

    static void check(Server server, Keys keys, boolean strict) {
        Set<String> policies = read(server, keys);
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

    private static Set<String> read(Server server, Keys keys) {
        List<Call> probes = IntStream.range(0, PROBES)
                .mapToObj(i -> new Call(Script.POLICY, List.of(keys.probe(i)), List.of()))
                .toList();
        try {
            Set<String> policies = new TreeSet<>();
            server.runAll(probes).forEach(policy -> policies.add(new String((byte[]) policy, US_ASCII)));
            return policies;
        } catch (StoreException e) {
            return Set.of("not known, since the server said " + e.kind());
        }
    }
}
