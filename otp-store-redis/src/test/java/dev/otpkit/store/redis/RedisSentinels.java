package dev.otpkit.store.redis;

import java.util.ArrayList;
import java.util.List;

/** A master, its replicas, and three sentinels that watch them; two of these agree that a master is gone. */
final class RedisSentinels implements AutoCloseable {
    static final String NAME = "codes";
    private static final int SENTINELS = 3;

    private final List<RedisProcess> servers = new ArrayList<>();
    private final List<RedisProcess> sentinels = new ArrayList<>();

    private RedisSentinels() {}

    static RedisSentinels start(int replicas) {
        RedisSentinels group = new RedisSentinels();
        try {
            group.launch(replicas);
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
        return group;
    }

    List<Integer> ports() {
        return sentinels.stream().map(RedisProcess::port).toList();
    }

    /** The one that the sentinels name. */
    RedisProcess master() {
        int port = masterPort(sentinels.get(0));
        return servers.stream()
                .filter(server -> server.port() == port)
                .findFirst()
                .orElseThrow();
    }

    /** Kills the master and waits until all sentinels name the same other one, which serves. */
    RedisProcess failOver() {
        RedisProcess old = master();
        old.kill();
        Raw.await("another master", () -> {
            int port = masterPort(sentinels.get(0));
            return port != old.port()
                    && sentinels.stream().allMatch(sentinel -> masterPort(sentinel) == port)
                    && Raw.info(port, "replication", "role").equals("master");
        });
        return old;
    }

    @Override
    public void close() {
        sentinels.forEach(RedisProcess::close);
        servers.forEach(RedisProcess::close);
    }

    private void launch(int replicas) {
        RedisProcess master = RedisProcess.start("--repl-diskless-sync-delay", "0");
        servers.add(master);
        String port = Integer.toString(master.port());
        for (int i = 0; i < replicas; i++) {
            servers.add(RedisProcess.start("--repl-diskless-sync-delay", "0", "--replicaof", "127.0.0.1", port));
        }
        Raw.await(
                "all replicas in step",
                () -> Raw.info(master.port(), "replication", "connected_slaves").equals("" + replicas)
                        && !Raw.text(master.port(), "INFO", "replication").contains("state=wait")
                        && !Raw.text(master.port(), "INFO", "replication").contains("state=send"));
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(RedisProcess.sentinel(
                    "sentinel monitor " + NAME + " 127.0.0.1 " + port + " 2",
                    "sentinel down-after-milliseconds " + NAME + " 700",
                    "sentinel failover-timeout " + NAME + " 5000"));
        }
        for (RedisProcess sentinel : sentinels) {
            Raw.await("the sentinels know each other and the replicas", () -> {
                List<?> known = Raw.list(sentinel.port(), "SENTINEL", "MASTER", NAME);
                return after(known, "num-slaves").equals("" + replicas)
                        && after(known, "num-other-sentinels").equals("" + (SENTINELS - 1));
            });
        }
    }

    private static int masterPort(RedisProcess sentinel) {
        List<?> address = Raw.list(sentinel.port(), "SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
        return Integer.parseInt(address.get(1).toString());
    }

    private static Object after(List<?> fields, String name) {
        return fields.get(fields.indexOf(name) + 1);
    }
}
