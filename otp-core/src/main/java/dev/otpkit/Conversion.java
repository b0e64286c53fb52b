package dev.otpkit;

import dev.otpkit.delivery.Destination;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.PumpingGuard;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.Entry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many of a place's codes are verified: counted in the limiter for the whole fleet, after the answers, and judged from
 * there by each JVM. A judgement is some seconds old at most where messages are asked for.
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

    private static final int REMEMBERED = 10_000;
    private static final long FRESH_MILLIS = 1_000;

    /** All of a number's verifications are one call, of which the newest counts. */
    private static final String VERIFIED = "verified";

    private static final int MARK = 32;
    private static final String NONE = "0".repeat(MARK);

    private final boolean on;
    private final PumpingGuard guard;
    private final Keyring keyring;
    private final RateLimiter limiter;
    private final Events events;
    private final InstantSource clock;
    private final Afterwards afterwards;
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
    }

    /** Where a message to this destination counts: in its range, and unless that is vouched for in its country; nowhere for mail. */
    List<Place> places(Destination destination) {
        List<Place> places = on ? Place.of(destination) : List.of();
        return places.stream().anyMatch(place -> of(place) == State.VOUCHED)
                ? places.stream().filter(place -> !place.isCountry()).toList()
                : places;
    }

    /** As it was judged last; it is judged anew behind this answer, unless that was a moment ago. */
    State of(Place place) {
        Judgement judgement = judgements.get(place.word(), Judgement::new);
        long now = clock.millis();
        if (judgement.askedAt == Long.MIN_VALUE || Math.abs(now - judgement.askedAt) >= FRESH_MILLIS) {
            judgement.askedAt = now;
            afterwards.run(() -> judge(place, judgement));
        }
        return judgement.state;
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
            details.put("left", Integer.toString(due));
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

    /** A message left. */
    void left(List<Place> places) {
        if (!places.isEmpty()) {
            String callId = keyring.callId();
            afterwards.run(() -> limiter.acquire(places.stream().map(this::left).toList(), callId));
        }
    }

    /**
     * What is sealed beside a code: where to count that it was verified, and whose number it proves; 32 zeros for what it
     * does not.
     */
    String marks(List<Place> places, List<String> numbers) {
        if (places.isEmpty()) {
            return "";
        }
        // What went to several proves one of them, never which.
        boolean proves = numbers.stream().distinct().count() == 1;
        return mark(places, Bucket.Kind.COUNTRY)
                + mark(places, Bucket.Kind.PREFIX)
                + (proves ? known(numbers.get(0)).id() : NONE);
    }

    private String mark(List<Place> places, Bucket.Kind kind) {
        return places.stream()
                .filter(place -> place.kind() == kind)
                .map(this::provenId)
                .findAny()
                .orElse(NONE);
    }

    /** A code was verified. */
    void verified(byte[] text, Entry entry) {
        if (!on) {
            return;
        }
        String callId = keyring.callId();
        afterwards.run(() -> keyring.open(text, entry).ifPresent(code -> verified(code.marks(), callId)));
    }

    private void verified(String marks, String callId) {
        List<Bucket> proven = new ArrayList<>();
        for (int at = 0; at + MARK < marks.length(); at += MARK) {
            String id = marks.substring(at, at + MARK);
            if (!id.equals(NONE)) {
                proven.add(proven(id));
            }
        }
        limiter.acquire(proven, callId);
        String number = marks.isEmpty() ? NONE : marks.substring(marks.length() - MARK);
        if (!number.equals(NONE)) {
            List<Bucket> known = List.of(knownAs(number));
            limiter.giveBack(known, VERIFIED);
            limiter.acquire(known, VERIFIED);
        }
    }

    /** Whether anybody is slowed or stopped. */
    boolean isEnforced() {
        return on && !guard.isReportOnly();
    }

    /** Whether the number has verified a code lately, where that makes a difference. */
    boolean knows(String number) {
        return isEnforced() && limiter.taken(known(number)).get(0) > 0;
    }

    private Bucket left(Place place) {
        return new Bucket(
                Bucket.Kind.LEFT,
                keyring.sharedBucket(Bucket.Kind.LEFT, place.word()),
                List.of(Limit.of(ANY, guard.window()), Limit.of(ANY, guard.patience())));
    }

    private String provenId(Place place) {
        return keyring.sharedBucket(Bucket.Kind.PROVEN, place.word());
    }

    private Bucket proven(String id) {
        return new Bucket(Bucket.Kind.PROVEN, id, List.of(Limit.of(ANY, guard.window())));
    }

    private Bucket known(String number) {
        return knownAs(keyring.sharedBucket(Bucket.Kind.KNOWN, number));
    }

    private static Bucket knownAs(String id) {
        return new Bucket(Bucket.Kind.KNOWN, id, List.of(Limit.of(RateLimiter.EXACT, PumpingGuard.KNOWN)));
    }
}
