package dev.otpkit;

import dev.otpkit.store.OtpStore;
import dev.otpkit.store.Slot;
import dev.otpkit.store.StoreException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What was done to which subjects while the shared store was lost, until that store knows it too. */
final class LocalDeeds {
    private static final int MOST_SUBJECTS = 100_000;

    private final Map<String, Map<Slot, Deed>> subjects = new ConcurrentHashMap<>();

    /** What was done to one slot. */
    private static final class Deed {
        boolean opened;
        int failures;
        final Set<OtpStore.Part> erased = EnumSet.noneOf(OtpStore.Part.class);
    }

    /** A code of this slot is opened: the shared store's older one must die. */
    void opened(Slot slot) {
        note(slot, deeds -> at(deeds, slot).opened = true);
    }

    void failed(Slot slot) {
        note(slot, deeds -> at(deeds, slot).failures++);
    }

    void erased(Slot slot, OtpStore.Part part) {
        note(slot, deeds -> {
            at(deeds, slot).erased.add(part);
            if (part == OtpStore.Part.FAILURES) {
                // They are the subject's: those at its other keys are forgotten with them.
                deeds.forEach(
                        (other, deed) -> deed.failures = other.budget().equals(slot.budget()) ? 0 : deed.failures);
            }
        });
    }

    /**
     * Tells the shared store, and forgets once it has taken it; no call of the subject gets past before, which is why the
     * store is called from inside the map's own lock.
     */
    void settle(String subject, OtpStore shared) {
        if (!subjects.isEmpty()) {
            subjects.computeIfPresent(subject, (known, deeds) -> {
                // Erased first, all of it: the failures that are still noted came later.
                deeds.forEach((slot, deed) -> deed.erased.forEach(part -> shared.erase(slot, part)));
                deeds.forEach((slot, deed) -> {
                    if (deed.opened || deed.failures > 0) {
                        shared.absorb(slot, deed.failures);
                    }
                });
                return null;
            });
        }
    }

    /** A subject that waits to be told of, if there is any: not all of them come back by themselves. */
    Optional<String> next() {
        Iterator<String> waiting = subjects.keySet().iterator();
        return waiting.hasNext() ? Optional.of(waiting.next()) : Optional.empty();
    }

    private void note(Slot slot, Consumer<Map<Slot, Deed>> done) {
        if (subjects.size() >= MOST_SUBJECTS && !subjects.containsKey(slot.subject())) {
            throw new StoreException(StoreException.Kind.FULL); // what cannot be told later must not be done now
        }
        subjects.compute(slot.subject(), (subject, known) -> {
            Map<Slot, Deed> deeds = known == null ? new HashMap<>() : known;
            done.accept(deeds);
            return deeds;
        });
    }

    private static Deed at(Map<Slot, Deed> deeds, Slot slot) {
        return deeds.computeIfAbsent(slot, first -> new Deed());
    }
}
