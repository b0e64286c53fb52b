package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Four processes ask for far more than the limits allow: no window holds one too many, and what is allowed gets through. */
class SlidingLimitTest {
    private static final int RECIPIENTS = Form.of(50, 200, 200);
    private static final int THREADS = Form.of(10, 50, 50);
    private static final Duration WINDOW = Duration.ofSeconds(Form.of(1, 3, 3));

    /** Windows that begin; the last is cut in its middle, so that a slow machine has half a window to catch up. */
    private static final int WINDOWS = Form.of(3, 4, 40);

    private static final int PERMITS = 5;

    /** When it was asked for, and when answered: it was counted in between. */
    private record Granted(long asked, long answered) {}

    @Test
    void noWindowHoldsOneTooManyAndAtLeast95PercentOfWhatIsAllowedGetsThrough() {
        Map<String, List<Granted>> granted = new HashMap<>();
        try (RedisProcess server = RedisProcess.start()) {
            List<NodeProcess> nodes = NodeProcess.startFour(server, THREADS);
            try {
                Duration time = WINDOW.multipliedBy(2 * WINDOWS - 1).dividedBy(2);
                String task = String.join(
                        " ",
                        "send",
                        Somebody.random(),
                        "" + RECIPIENTS,
                        "" + PERMITS,
                        WINDOW.toString(),
                        time.toString());
                NodeProcess.all(nodes, task)
                        .forEach(lines -> lines.forEach(line -> {
                            String[] words = line.split(" ");
                            granted.computeIfAbsent(words[0], recipient -> new ArrayList<>())
                                    .add(new Granted(Long.parseLong(words[1]), Long.parseLong(words[2])));
                        }));
            } finally {
                nodes.forEach(NodeProcess::close);
            }
        }
        int sent = granted.values().stream().mapToInt(List::size).sum();
        int allowed = RECIPIENTS * PERMITS * WINDOWS;
        System.out.printf("sliding limit: %d of %d permits that were allowed got through%n", sent, allowed);
        granted.values().forEach(SlidingLimitTest::noWindowHoldsOneTooMany);
        assertThat(sent).isGreaterThanOrEqualTo(allowed * 95 / 100);
    }

    private static void noWindowHoldsOneTooMany(List<Granted> granted) {
        granted.sort(Comparator.comparing(Granted::answered));
        for (int i = PERMITS; i < granted.size(); i++) {
            long first = granted.subList(i - PERMITS, i + 1).stream()
                    .mapToLong(Granted::asked)
                    .min()
                    .orElseThrow();
            assertThat(granted.get(i).answered() - first)
                    .as("nanoseconds from the first to the last of %d", PERMITS + 1)
                    .isGreaterThanOrEqualTo(WINDOW.minusMillis(1).toNanos()); // of whole milliseconds
        }
    }
}
