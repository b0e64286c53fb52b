package dev.otpkit.store;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The limiter in plain Java, over rows. */
final class RowRateLimiter implements RateLimiter {
    private final RowStore rowStore;

    RowRateLimiter(RowStore rowStore) {
        this.rowStore = rowStore;
    }

    @Override
    public Permit acquire(List<Bucket> buckets, String callId) {
        if (buckets.isEmpty()) {
            return Permit.granted(); // no limit at all: no row to ask
        }
        List<Count> counts = counts(buckets);
        return rowStore.atomically(sortedRows(counts), rows -> acquire(rows, counts, callId.hashCode()));
    }

    private static List<Count> counts(List<Bucket> buckets) {
        List<Count> counts = new ArrayList<>(buckets.size());
        for (Bucket bucket : buckets) {
            ExactCount exact = new ExactCount(bucket);
            if (exact.isNeeded()) {
                add(counts, exact);
            }
            for (Limit limit : bucket.limits()) {
                if (limit.permits() > EXACT) {
                    add(counts, new CoarseCount(bucket, limit));
                }
            }
        }
        return counts;
    }

    /** Limits of one window share its row: the stricter of them is the one that ever refuses. */
    private static <C extends Count> void add(List<C> counts, C count) {
        for (int i = 0; i < counts.size(); i++) {
            if (counts.get(i).row().equals(count.row())) {
                if (!(count instanceof CoarseCount coarse) || coarse.isStricterThan(counts.get(i))) {
                    counts.set(i, count);
                }
                return;
            }
        }
        counts.add(count);
    }

    /** As {@link RowStore#atomically} wants them, which puts the counts in that order. */
    private static List<String> sortedRows(List<? extends Count> counts) {
        counts.sort(Comparator.comparing(Count::row));
        String[] rows = new String[counts.size()];
        Arrays.setAll(rows, i -> counts.get(i).row());
        return List.of(rows);
    }

    private static Permit acquire(RowStore.Rows rows, List<Count> counts, int tag) {
        long now = rows.now().toEpochMilli();
        Bucket.Kind refusing = null;
        long longest = 0;
        for (Count count : counts) {
            count.load(rows, now);
            if (count.has(tag)) {
                return Permit.granted(); // all or none: what is counted in one bucket is counted in all
            }
            long wait = count.waitMillis(now);
            if (wait > longest) {
                longest = wait;
                refusing = count.bucket().kind();
            }
        }
        if (refusing != null) {
            return Permit.refused(refusing, Duration.ofMillis(longest));
        }
        if (rows.full() && !mayGrow(counts)) {
            throw new StoreException(StoreException.Kind.FULL);
        }
        counts.forEach(count -> count.add(rows, now, tag));
        return Permit.granted();
    }

    /**
     * When full, persons who are known are served: what they can add is bounded by their own limits. All of them must be,
     * or one who is known would bring in strangers, who would bring in others.
     */
    private static boolean mayGrow(List<Count> counts) {
        List<Count> persons = counts.stream()
                .filter(count -> count.bucket().kind() == Bucket.Kind.RECIPIENT
                        || count.bucket().kind() == Bucket.Kind.SUBJECT)
                .toList();
        return (persons.isEmpty() ? counts : persons).stream().allMatch(Count::isKnown);
    }

    @Override
    public void giveBack(List<Bucket> buckets, String callId) {
        if (buckets.isEmpty()) {
            return;
        }
        List<ExactCount> counts = new ArrayList<>(buckets.size());
        buckets.forEach(bucket -> add(counts, new ExactCount(bucket)));
        rowStore.<Boolean>atomically(sortedRows(counts), rows -> {
            long now = rows.now().toEpochMilli();
            for (ExactCount count : counts) {
                count.load(rows, now);
                count.giveBack(rows, now, callId.hashCode());
            }
            return true;
        });
    }

    @Override
    public List<Integer> taken(Bucket bucket) {
        List<Count> counts = counts(List.of(bucket));
        return rowStore.atomically(sortedRows(counts), rows -> {
            long now = rows.now().toEpochMilli();
            counts.forEach(count -> count.load(rows, now));
            return bucket.limits().stream()
                    .map(limit -> counts.stream()
                            .mapToInt(count -> count.taken(limit, now))
                            .sum())
                    .toList();
        });
    }
}
