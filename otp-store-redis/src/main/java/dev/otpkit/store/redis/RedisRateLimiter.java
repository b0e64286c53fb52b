package dev.otpkit.store.redis;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limiter in Redis.
 *
 * <p>Buckets lie in different slots. A server without slots takes all of them in one script. Others take two rounds, a
 * script for each bucket: those of networks, places and everybody first, a person's own last, so that a stranger who is
 * refused leaves nothing in a victim's bucket. What a refused call was counted in meanwhile is taken back.
 */
final class RedisRateLimiter implements RateLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(RedisBackend.class);

    private final Server server;
    private final Keys keys;
    private final boolean standalone;

    RedisRateLimiter(Server server, Keys keys, boolean standalone) {
        this.server = server;
        this.keys = keys;
        this.standalone = standalone;
    }

    @Override
    public Permit acquire(List<Bucket> buckets, String callId) {
        if (buckets.isEmpty()) {
            return Permit.granted();
        }
        if (standalone) {
            Counts counts = new Counts(buckets, keys);
            return counts.permit(server.run(counts.acquire(callId)));
        }
        List<Counted> all = new ArrayList<>();
        Permit permit = Permit.granted();
        for (List<Counts> round : rounds(buckets)) {
            Object[] answers = new Object[round.size()];
            try {
                server.runAll(
                        round.stream().map(counts -> counts.acquire(callId)).toList(), answers);
            } catch (StoreException e) {
                all.addAll(counted(round, answers));
                takeBack(all, callId); // one lost slot must not use up everybody's limits
                throw e;
            }
            all.addAll(counted(round, answers));
            for (int i = 0; i < answers.length; i++) {
                permit = longer(permit, round.get(i).permit(answers[i]));
            }
            if (!permit.isGranted()) {
                takeBack(all, callId);
                break;
            }
        }
        return permit;
    }

    private List<List<Counts>> rounds(List<Bucket> buckets) {
        List<Counts> others = new ArrayList<>();
        List<Counts> personal = new ArrayList<>();
        for (Bucket bucket : buckets) {
            boolean aPersons = bucket.kind() == Bucket.Kind.RECIPIENT || bucket.kind() == Bucket.Kind.SUBJECT;
            (aPersons ? personal : others).add(new Counts(List.of(bucket), keys));
        }
        return Stream.of(others, personal).filter(round -> !round.isEmpty()).toList();
    }

    /** Where a call was counted, and what was told of it. */
    private record Counted(Counts counts, Object answer) {}

    private static List<Counted> counted(List<Counts> round, Object[] answers) {
        List<Counted> counted = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] instanceof List<?>) { // a number refuses
                counted.add(new Counted(round.get(i), answers[i]));
            }
        }
        return counted;
    }

    private static Permit longer(Permit one, Permit other) {
        return other.retryAfter().compareTo(one.retryAfter()) > 0 ? other : one;
    }

    /**
     * As far as can be, since what the caller is told is known already. A sum does not know its calls: from it is taken once
     * or, where a reply is lost, perhaps never, against the caller.
     */
    private void takeBack(List<Counted> all, String callId) {
        try {
            List<Call> calls = all.stream()
                    .flatMap(counted -> counted.counts().takeBack(callId, counted.answer()).stream())
                    .toList();
            if (!calls.isEmpty() && !server.runOnce(calls)) {
                giveBack(all.stream().map(Counted::counts), callId);
            }
        } catch (StoreException e) {
            LOG.warn("permits of a call that was not granted could not be taken back: {}", e.kind());
        }
    }

    @Override
    public void giveBack(List<Bucket> buckets, String callId) {
        giveBack(buckets.stream().map(bucket -> new Counts(List.of(bucket), keys)), callId);
    }

    private void giveBack(Stream<Counts> counts, String callId) {
        List<Call> calls = counts.flatMap(one -> one.giveBack(callId).stream()).toList();
        if (!calls.isEmpty()) {
            server.runAll(calls);
        }
    }

    @Override
    public List<Integer> taken(Bucket bucket) {
        Counts counts = new Counts(List.of(bucket), keys);
        return counts.taken(server.run(counts.taken()), bucket.limits());
    }
}
