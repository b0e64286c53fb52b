package dev.otpkit.store.redis;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.VerifyAnswer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import redis.clients.jedis.UnifiedJedis;

/**
 * A node of an application, in a process of its own. It does what it reads, a task a line, with all of its threads at
 * once; writes what came of it, a result a line; and then {@code done}.
 */
final class NodeMain {
    private final OtpStore store;
    private final RateLimiter limiter;
    private final Crowd crowd;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private NodeMain(RedisBackend backend, Crowd crowd) {
        this.store = backend.store();
        this.limiter = backend.limiter();
        this.crowd = crowd;
    }

    /** The server's port, and how many threads. */
    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[1]);
        try (UnifiedJedis client = Clients.of(Integer.parseInt(args[0]), threads, Duration.ofSeconds(30));
                Crowd crowd = new Crowd(threads);
                BufferedReader tasks = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            NodeMain node = new NodeMain(RedisBackend.of(client), crowd); // limits in two rounds, as on a cluster
            for (String line = tasks.readLine(); line != null; line = tasks.readLine()) {
                node.perform(line.split(" "));
                node.out.println("done");
            }
        }
        System.exit(0); // whatever still runs: whoever gave the tasks is gone
    }

    private void perform(String[] task) {
        switch (task[0]) {
            case "guess" -> guess(new Somebody(task[1]), task[2].equals("right"));
            case "storm" -> storm(task[1], Integer.parseInt(task[2]));
            case "send" ->
                send(
                        task[1],
                        Integer.parseInt(task[2]),
                        Limit.of(Integer.parseInt(task[3]), Duration.parse(task[4])),
                        Duration.parse(task[5]));
            case "open" ->
                out.println(store.open(new Somebody(task[1]).open(Duration.parse(task[2])))
                        .expiresIn());
            case "clock" -> out.println(System.currentTimeMillis());
            default -> throw new IllegalArgumentException(task[0]);
        }
    }

    /** All guess at one code: how many got which answer. */
    private void guess(Somebody person, boolean right) {
        Map<VerifyAnswer.Outcome, Integer> outcomes = new EnumMap<>(VerifyAnswer.Outcome.class);
        crowd.all(i -> () ->
                        store.verify(right ? person.right() : person.wrong()).outcome())
                .forEach(outcome -> outcomes.merge(outcome, 1, Integer::sum));
        outcomes.forEach((outcome, times) -> out.println(outcome + " " + times));
    }

    /** All use all of these people's codes and permits, each in an order of his own; every answer is told at once. */
    private void storm(String name, int people) {
        crowd.all(thread -> () -> {
            SplittableRandom random = new SplittableRandom();
            for (int i = 0; i < people; i++) {
                int which = random.nextInt(people);
                Somebody person = new Somebody(name + which);
                VerifyAnswer.Outcome outcome = store.verify(which % 2 == 0 ? person.right() : person.wrong())
                        .outcome();
                out.println(outcome + " " + which);
                if (limiter.acquire(KilledNodeTest.buckets(person), Somebody.random())
                        .isGranted()) {
                    out.println("GRANTED " + which);
                }
            }
            return null;
        });
    }

    /** All ask for permits of these recipients for so long: whose was granted, when it was asked for and when answered. */
    private void send(String name, int recipients, Limit limit, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        crowd.all(thread -> () -> {
            SplittableRandom random = new SplittableRandom();
            while (System.nanoTime() < end) {
                int which = random.nextInt(recipients);
                List<Bucket> bucket = List.of(new Somebody(name + which).bucket(Bucket.Kind.RECIPIENT, limit));
                long before = System.nanoTime(); // of the machine, not of the process
                if (limiter.acquire(bucket, Somebody.random()).isGranted()) {
                    out.println(which + " " + before + " " + System.nanoTime());
                }
            }
            return null;
        });
    }
}
