package dev.otpkit.store.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Masters that share the slots, on loopback; with a replica each where that is said. */
final class RedisCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;

    private final List<RedisProcess> masters = new ArrayList<>();
    private final List<RedisProcess> replicas = new ArrayList<>();

    private final Map<Integer, RedisProcess> moved = new HashMap<>();

    private RedisCluster() {}

    static RedisCluster start(int masters) {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i < masters; i++) {
                cluster.masters.add(node());
            }
            cluster.join();
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private static RedisProcess node() {
        return RedisProcess.start(
                "--cluster-enabled", "yes", "--cluster-node-timeout", "5000", "--repl-diskless-sync-delay", "0");
    }

    /** One for each master, and in step with it. */
    void addReplicas() {
        for (RedisProcess master : masters) {
            RedisProcess replica = node();
            replicas.add(replica);
            Raw.ask(master.port(), "CLUSTER", "MEET", "127.0.0.1", port(replica));
            Raw.await(
                    "the replica knows its master",
                    () -> Raw.text(replica.port(), "CLUSTER", "NODES").contains(id(master)));
            Raw.ask(replica.port(), "CLUSTER", "REPLICATE", id(master));
            Raw.await(
                    "the replica is in step",
                    () -> Raw.text(master.port(), "INFO", "replication").contains("state=online"));
        }
    }

    List<RedisProcess> masters() {
        return masters;
    }

    List<Integer> ports() {
        return masters.stream().map(RedisProcess::port).toList();
    }

    /** The master that has this slot now: not the one that gossip says, which lags behind. */
    RedisProcess ownerOf(int slot) {
        return moved.getOrDefault(slot, masters.get(((slot + 1) * masters.size() - 1) / SLOTS));
    }

    int slotOf(String key) {
        return ((Long) Raw.ask(masters.get(0).port(), "CLUSTER", "KEYSLOT", key)).intValue();
    }

    /** Moves a slot with all that is in it, as resharding does, while others read and write there. */
    void move(int slot, RedisProcess to) {
        RedisProcess from = ownerOf(slot);
        String which = Integer.toString(slot);
        Raw.ask(to.port(), "CLUSTER", "SETSLOT", which, "IMPORTING", id(from));
        Raw.ask(from.port(), "CLUSTER", "SETSLOT", which, "MIGRATING", id(to));
        List<?> keys = Raw.list(from.port(), "CLUSTER", "GETKEYSINSLOT", which, "1");
        while (!keys.isEmpty()) { // one by one: a subject's rows are torn apart for a while
            Raw.ask(from.port(), "MIGRATE", "127.0.0.1", port(to), keys.get(0).toString(), "0", "5000");
            keys = Raw.list(from.port(), "CLUSTER", "GETKEYSINSLOT", which, "1");
        }
        Raw.ask(to.port(), "CLUSTER", "SETSLOT", which, "NODE", id(to)); // first: somebody must have it
        masters.forEach(master -> Raw.ask(master.port(), "CLUSTER", "SETSLOT", which, "NODE", id(to)));
        moved.put(slot, to);
    }

    @Override
    public void close() {
        masters.forEach(RedisProcess::close);
        replicas.forEach(RedisProcess::close);
    }

    private void join() {
        int size = masters.size();
        for (int i = 0; i < size; i++) {
            List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS")); // ADDSLOTSRANGE is of 7.0
            IntStream.range(SLOTS * i / size, SLOTS * (i + 1) / size).forEach(slot -> words.add("" + slot));
            int port = masters.get(i).port();
            Raw.ask(port, words.toArray(String[]::new));
            Raw.ask(port, "CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
        }
        for (RedisProcess other : masters.subList(1, size)) {
            Raw.ask(masters.get(0).port(), "CLUSTER", "MEET", "127.0.0.1", port(other));
        }
        for (RedisProcess master : masters) {
            Raw.await("cluster_state:ok, all slots and masters known", () -> {
                String info = Raw.text(master.port(), "CLUSTER", "INFO");
                return info.contains("cluster_state:ok")
                        && info.contains("cluster_slots_ok:" + SLOTS)
                        && info.contains("cluster_size:" + size);
            });
        }
    }

    private static String id(RedisProcess server) {
        return Raw.text(server.port(), "CLUSTER", "MYID");
    }

    private static String port(RedisProcess server) {
        return Integer.toString(server.port());
    }
}
