package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.store.OtpStore;
import dev.otpkit.store.SlotStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/**
 * T6: the callers' clocks are an hour early, right, and an hour late, and that changes nothing. Takes Debian's libfaketime, so
 * that it is run by its name: every build asks {@link ClockSkewTest}.
 */
class ThreeClocks {
    /** Debian's libfaketime, which stands between a process and its clock. */
    private static final Path FAKETIME =
            Path.of(System.getProperty("faketime", "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private static final List<Integer> HOURS = List.of(-1, 0, 1);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void threeProcessesWithClocksAnHourApartShareCodesLivesAndLimits() throws IOException {
        assertThat(FAKETIME).as("Debian's libfaketime").exists();
        List<NodeProcess> nodes = new ArrayList<>();
        try (RedisProcess server = RedisProcess.start();
                UnifiedJedis client = Clients.of(server)) {
            OtpStore store = RedisBackend.of(client).store();
            try {
                HOURS.forEach(hours -> nodes.add(NodeProcess.start(server, 5, clock(hours))));
                for (int i = 0; i < nodes.size(); i++) {
                    Duration ahead = Duration.ofMillis(
                            Long.parseLong(said(nodes.get(i), "clock").get(0)) - System.currentTimeMillis());
                    assertThat(ahead).isCloseTo(HOUR.multipliedBy(HOURS.get(i)), Duration.ofMinutes(5));
                }
                for (NodeProcess opener : nodes) {
                    for (NodeProcess guesser : nodes) {
                        anothersCodeIsAcceptedInItsLifeAndNotAfterIt(opener, guesser, store);
                    }
                }
                String send = "send " + Somebody.random() + " 10 5 PT1H PT1S";
                int granted = NodeProcess.all(nodes, send).stream()
                        .mapToInt(List::size)
                        .sum();
                assertThat(granted).as("five an hour, ten recipients").isEqualTo(50);
            } finally {
                nodes.forEach(NodeProcess::close);
            }
        }
    }

    private static void anothersCodeIsAcceptedInItsLifeAndNotAfterIt(
            NodeProcess opener, NodeProcess guesser, OtpStore store) {
        Somebody ada = Somebody.stranger();
        assertThat(said(opener, "open " + ada.name() + " PT30S")).containsExactly("PT30S");
        assertThat(said(guesser, "guess " + ada.name() + " right")).containsExactlyInAnyOrder("ACCEPTED 1", "USED 4");
        Somebody bob = Somebody.stranger();
        said(opener, "open " + bob.name() + " PT0.3S");
        Raw.await("the end of a life", () -> store.status(bob.slot()).state() == SlotStatus.State.EXPIRED);
        assertThat(said(guesser, "guess " + bob.name() + " right")).containsExactly("EXPIRED 5");
    }

    private static List<String> said(NodeProcess node, String task) {
        return NodeProcess.all(List.of(node), task).get(0);
    }

    private static Map<String, String> clock(int hours) {
        return hours == 0
                ? Map.of()
                : Map.of(
                        "LD_PRELOAD",
                        FAKETIME.toString(),
                        "FAKETIME",
                        "%+dh".formatted(hours),
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1");
    }
}
