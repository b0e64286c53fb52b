package dev.otpkit.store.redis;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.Permit;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The rows that buckets are counted in: one for all limits of up to 100 permits, one for each window above. */
final class Counts {
    private static final byte[] REMEMBERED = {};

    private final List<Row> rows = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    private record Row(Bucket.Kind kind, byte[] key, List<Limit> limits, int weight, boolean exact) {
        byte[] argument() {
            return exact ? Bytes.limits(limits) : Bytes.limit(limits.get(0), weight);
        }
    }

    Counts(List<Bucket> buckets, Keys keys) {
        for (Bucket bucket : buckets) {
            List<Limit> exact = new ArrayList<>();
            List<Limit> coarse = new ArrayList<>();
            for (Limit limit : bucket.limits()) {
                (limit.permits() <= RateLimiter.EXACT ? exact : coarse).add(limit);
            }
            if (!exact.isEmpty()) {
                rows.add(new Row(bucket.kind(), keys.exact(bucket), exact, 1, true));
            }
            // Limits of one window share its row: the strictest of them is the one that ever refuses.
            coarse.sort(Comparator.comparing(Limit::window).thenComparingInt(Limit::permits));
            Duration window = Duration.ZERO;
            for (Limit limit : coarse) {
                if (!limit.window().equals(window)) {
                    rows.add(
                            new Row(bucket.kind(), keys.coarse(bucket, limit), List.of(limit), bucket.weight(), false));
                }
                window = limit.window();
            }
        }
    }

    /** What {@code acquire.lua} has answered. */
    Permit permit(Object answer) {
        if (answer instanceof Long refused) {
            Row refusing = rows.get((int) (refused % rows.size()));
            return Permit.refused(refusing.kind(), Duration.ofMillis(refused / rows.size()));
        }
        if (answer instanceof List<?>) {
            return Permit.granted();
        }
        throw new StoreException(StoreException.Kind.BROKEN);
    }

    Call acquire(String callId) {
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> args = new ArrayList<>();
        args.add(Bytes.tag(callId));
        for (Row row : rows) {
            keys.add(row.key());
            args.add(row.argument());
        }
        return new Call(Script.ACQUIRE, keys, args);
    }

    Call taken() {
        return new Call(
                Script.TAKEN,
                rows.stream().map(Row::key).toList(),
                rows.stream().map(Row::argument).toList());
    }

    /** What {@code taken.lua} has answered, in the order of these limits. */
    List<Integer> taken(Object answer, List<Limit> limits) {
        Reply reply = Reply.of(answer);
        List<Limit> told = rows.stream().flatMap(row -> row.limits().stream()).toList();
        return limits.stream()
                .map(limit -> (int) Math.min(reply.number(indexOf(limit, told)), Integer.MAX_VALUE))
                .toList();
    }

    /** Where the same calls are counted as in this one. */
    private static int indexOf(Limit limit, List<Limit> told) {
        for (int i = 0; i < told.size(); i++) {
            boolean alike = told.get(i).permits() <= RateLimiter.EXACT == limit.permits() <= RateLimiter.EXACT;
            if (alike && told.get(i).window().equals(limit.window())) {
                return i;
            }
        }
        throw new IllegalArgumentException("no such limit");
    }

    /** Gives back what is remembered call by call; the sums keep it. */
    Optional<Call> giveBack(String callId) {
        return back(callId, List.of());
    }

    /** Takes back what a granted call was counted in, from the sums too; a repeat tells no parts. */
    Optional<Call> takeBack(String callId, Object granted) {
        return back(callId, (List<?>) granted);
    }

    private Optional<Call> back(String callId, List<?> parts) {
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> args = new ArrayList<>(List.of(Bytes.tag(callId)));
        Iterator<?> part = parts.iterator();
        for (Row row : rows) {
            if (row.exact()) {
                keys.add(row.key());
                args.add(REMEMBERED);
            } else if (part.hasNext()) {
                keys.add(row.key());
                args.add(Bytes.of(part.next() + " " + row.weight()));
            }
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(new Call(Script.GIVE_BACK, keys, args));
    }
}
