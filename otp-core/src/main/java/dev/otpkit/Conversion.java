package dev.otpkit;

import dev.otpkit.delivery.Destination;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.PumpingGuard;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How many of a place's codes are verified: counted in the limiter for the whole fleet, behind the answers, and judged from
 * there by each JVM, a second apart at most where messages are asked for.
 */
final class Conversion {
    /** What a place is taken for. */
    enum State {
        /** A range whose people verify: it answers for itself, whatever its country is taken for. */
        VOUCHED,
        OPEN,
        SLOWED,
        STOPPED
    }

    /** More than any window sees, so that counting never refuses. */
    private static final int ANY = 10_000_000;

    /** How long it is remembered that a code's message left, which is longer than a code of a phone lives. */
    private static final Limit CODES = Limit.of(RateLimiter.EXACT, Duration.ofMinutes(30));

    private static final int REMEMBERED = 10_000;
    private static final long FRESH_MILLIS = 1_000;
    private static final int MARK = 32;
    private static final int MOST_MARKS = 6;
    private static final String NONE = "0".repeat(MARK);

    private final boolean on;
    private final PumpingGuard guard;
    private final Keyring keyring;
    private final RateLimiter limiter;
    private final Events events;
    private final InstantSource clock;
    private final Afterwards afterwards;
    private final KnownNumbers known;
    private final RecentTable<Judgement> judgements = new RecentTable<>(REMEMBERED);

    private static final class Judgement {
        volatile State state = State.OPEN;
        volatile long askedAt = Long.MIN_VALUE;
    }

    Conversion(
            Optional<PumpingGuard> guard,
            Keyring keyring,
            RateLimiter limiter,
            Events events,
            InstantSource clock,
            Afterwards afterwards) {
        this.on = guard.isPresent();
        this.guard = guard.orElseGet(PumpingGuard::standard);
        this.keyring = keyring;
        this.limiter = limiter;
        this.events = events;
        this.clock = clock;
        this.afterwards = afterwards;
        this.known = new KnownNumbers(keyring, limiter, clock);
    }

    /** Whether anything is counted and judged at all. */
    boolean isOn() {
        return on;
    }

    /** Where a message to this destination counts: in its range, and unless that is vouched for in its country; nowhere for mail. */
    List<Place> places(Destination destination) {
        List<Place> places = on ? Place.of(destination) : List.of();
        return places.stream().anyMatch(place -> of(place) == State.VOUCHED)
                ? places.stream().filter(place -> !place.isCountry()).toList()
                : places;
    }

    /** As it was judged last. */
    private State of(Place place) {
        Judgement judgement = judgements.peek(place.word());
        return judgement == null ? State.OPEN : judgement.state;
    }

    /** Those of the places where strangers are held up. */
    Map<Place, State> heldUp(List<Place> places) {
        Map<Place, State> heldUp = new HashMap<>();
        for (Place place : guard.isReportOnly() ? List.<Place>of() : places) {
            State state = of(place);
            if (state.compareTo(State.OPEN) > 0) {
                heldUp.put(place, state);
            }
        }
        return heldUp;
    }

    /** Judges these anew behind this answer, unless that was a moment ago. */
    void judge(List<Place> places) {
        long now = clock.millis();
        for (Place place : places) {
            Judgement judgement = judgements.get(place.word(), Judgement::new);
            if (judgement.askedAt == Long.MIN_VALUE || Math.abs(now - judgement.askedAt) >= FRESH_MILLIS) {
                judgement.askedAt = now;
                afterwards.run(() -> judge(place, judgement));
            }
        }
    }

    private void judge(Place place, Judgement judgement) {
        List<Integer> left = limiter.taken(left(place));
        int proven = limiter.taken(proven(provenId(place))).get(0);
        int due = Math.max(0, left.get(0) - left.get(1));
        State state = judged(place, due, proven);
        State before = judgement.state;
        judgement.state = state;
        if (state != before && (state.compareTo(State.OPEN) > 0 || before.compareTo(State.OPEN) > 0)) {
            Map<String, String> details = new HashMap<>(place.details());
            details.put("state", state == State.VOUCHED ? State.OPEN.name() : state.name());
            details.put("due", Integer.toString(due));
            details.put("proven", Integer.toString(proven));
            events.of(OtpEvent.Kind.PUMPING, details);
        }
    }

    private State judged(Place place, int due, int proven) {
        long sample = place.isCountry() ? guard.countrySample() : guard.rangeSample();
        if (due >= 2 * sample && 100L * proven < (long) guard.stopBelow() * due) {
            return State.STOPPED;
        }
        if (100L * proven < (long) guard.slowBelow() * due) {
            return due >= sample ? State.SLOWED : State.OPEN;
        }
        return proven > 0 && !place.isCountry() ? State.VOUCHED : State.OPEN;
    }

    /** A message with this key's code left. */
    void left(List<Place> places, String key) {
        if (!places.isEmpty()) {
            String callId = keyring.callId();
            List<Bucket> counted = new ArrayList<>();
            for (Place place : places) {
                counted.add(left(place));
                counted.add(codeLeft(key, provenId(place)));
            }
            afterwards.run(() -> limiter.acquire(counted, callId));
        }
    }

    /**
     * What is sealed beside a code: where it may have gone, to count there that it was verified, and last whose number it
     * proves, or zeros. Pseudonyms, each of 32 digits.
     */
    String marks(List<Place> places, List<String> numbers) {
        TreeSet<String> ids = new TreeSet<>();
        places.stream().limit(MOST_MARKS).forEach(place -> ids.add(provenId(place)));
        // What went to several proves one of them, never which.
        boolean proves = numbers.stream().distinct().count() == 1 && KnownNumbers.isNumber(numbers.get(0));
        String marks = String.join("", ids) + (proves ? known.id(numbers.get(0)) : NONE);
        return marks.equals(NONE) ? "" : marks;
    }

    /** This key's code was verified. */
    void verified(byte[] text, Entry entry, String key) {
        if (on) {
            String callId = keyring.callId();
            afterwards.run(() -> keyring.open(text, entry).ifPresent(code -> verified(code.marks(), key, callId)));
        }
    }

    private void verified(String marks, String key, String callId) {
        if (marks.isEmpty()) {
            return;
        }
        List<Bucket> proven = new ArrayList<>();
        int end = marks.length() - MARK;
        for (int at = 0; at < end; at += MARK) {
            String id = marks.substring(at, at + MARK);
            if (limiter.taken(codeLeft(key, id)).get(0) > 0) { // a fallback may have been asked for, and not be sent
                proven.add(proven(id));
            }
        }
        limiter.acquire(proven, callId);
        if (!marks.endsWith(NONE)) {
            known.verified(marks.substring(end));
        }
    }

    /** Whether the number is known, where that makes a difference. */
    boolean knows(String number) {
        return on && !guard.isReportOnly() && KnownNumbers.isNumber(number) && known.contains(number);
    }

    private Bucket left(Place place) {
        return new Bucket(
                Bucket.Kind.LEFT,
                keyring.sharedBucket(Bucket.Kind.LEFT, place.kind().name(), place.name()),
                List.of(Limit.of(ANY, guard.window()), Limit.of(ANY, guard.patience())));
    }

    private Bucket codeLeft(String key, String provenId) {
        return new Bucket(
                Bucket.Kind.LEFT, keyring.sharedBucket(Bucket.Kind.LEFT, "code", key, provenId), List.of(CODES));
    }

    private String provenId(Place place) {
        return keyring.sharedBucket(Bucket.Kind.PROVEN, place.kind().name(), place.name());
    }

    private Bucket proven(String id) {
        return new Bucket(Bucket.Kind.PROVEN, id, List.of(Limit.of(ANY, guard.window())));
    }
}
