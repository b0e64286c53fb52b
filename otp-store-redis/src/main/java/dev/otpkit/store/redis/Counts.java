package dev.otpkit.store.redis;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows that buckets are counted in: one for all limits of up to 100 permits, one for each window above. */
final class Counts {
    private static final byte[] REMEMBERED = Bytes.of(-1);
    private static final byte[] UNKNOWN = Bytes.of(0);

    private final List<Row> rows = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    private record Row(Bucket.Kind kind, byte[] key, List<Limit> limits, boolean exact) {}

    Counts(List<Bucket> buckets, Keys keys) {
        for (Bucket bucket : buckets) {
            List<Limit> exact = new ArrayList<>();
            Map<Duration, Limit> coarse = new TreeMap<>();
            for (Limit limit : bucket.limits()) {
                if (limit.permits() <= RateLimiter.EXACT) {
                    exact.add(limit);
                } else {
                    // Limits of one window share its row: the stricter of them is the one that ever refuses.
                    coarse.merge(limit.window(), limit, (one, same) -> one.permits() < same.permits() ? one : same);
                }
            }
            if (!exact.isEmpty()) {
                rows.add(new Row(bucket.kind(), keys.exact(bucket), exact, true));
            }
            coarse.values()
                    .forEach(limit ->
                            rows.add(new Row(bucket.kind(), keys.coarse(bucket, limit), List.of(limit), false)));
        }
    }

    Bucket.Kind kind(int row) {
        return rows.get(row).kind();
    }

    Call acquire(String callId) {
        List<byte[]> args = new ArrayList<>(List.of(Bytes.tag(callId)));
        rows.forEach(row -> args.add(Bytes.of(row.limits())));
        return new Call(Script.ACQUIRE, rows.stream().map(Row::key).toList(), args);
    }

    /** Gives back what is remembered call by call; the sums keep it. */
    Call giveBack(String callId) {
        return back(callId, Collections.nCopies(rows.size(), UNKNOWN));
    }

    /** Takes back what a granted call was counted in, from the sums too. */
    Call takeBack(String callId, Reply granted) {
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            parts.add(granted.size() > i + 2 ? Bytes.of(granted.number(i + 2)) : UNKNOWN); // a repeat tells no parts
        }
        return back(callId, parts);
    }

    private Call back(String callId, List<byte[]> parts) {
        List<byte[]> args = new ArrayList<>(List.of(Bytes.tag(callId)));
        for (int i = 0; i < rows.size(); i++) {
            args.add(Bytes.of(rows.get(i).limits()));
            args.add(rows.get(i).exact() ? REMEMBERED : parts.get(i));
        }
        return new Call(Script.GIVE_BACK, rows.stream().map(Row::key).toList(), args);
    }
}
