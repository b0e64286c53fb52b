package dev.otpkit;

import dev.otpkit.store.OtpStore;
import dev.otpkit.store.Slot;
import dev.otpkit.store.StoreException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What was done to which subjects while the shared store was lost, until that store knows it too. */
final class LocalDeeds {
    private static final int MOST_SLOTS = 100_000;

    /** They are told in one go, before the subject's next call. */
    private static final int MOST_OF_A_SUBJECT = 1000;

    private final Map<String, Map<Slot, Deed>> subjects = new ConcurrentHashMap<>();
    private final AtomicInteger slots = new AtomicInteger();

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
     * store is called from inside the map's own lock. What the local store opened dies with it: another loss must not
     * bring it back.
     */
    void settle(String subject, OtpStore shared, OtpStore local) {
        if (!subjects.isEmpty()) {
            subjects.computeIfPresent(subject, (known, deeds) -> {
                // Erased first, all of it: the failures that are still noted came later.
                deeds.forEach((slot, deed) -> deed.erased.forEach(part -> shared.erase(slot, part)));
                deeds.forEach((slot, deed) -> {
                    if (deed.opened || deed.failures > 0) {
                        shared.absorb(slot, deed.failures);
                        local.absorb(slot, 0);
                    }
                });
                slots.addAndGet(-deeds.size());
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
        subjects.compute(slot.subject(), (subject, known) -> {
            Map<Slot, Deed> deeds = known == null ? new HashMap<>() : known;
            if (!deeds.containsKey(slot)) {
                if (deeds.size() >= MOST_OF_A_SUBJECT || slots.get() >= MOST_SLOTS) {
                    throw new StoreException(
                            StoreException.Kind.FULL); // what cannot be told later must not be done now
                }
                slots.incrementAndGet();
                deeds.put(slot, new Deed());
            }
            done.accept(deeds);
            return deeds;
        });
    }

    private static Deed at(Map<Slot, Deed> deeds, Slot slot) {
        return Objects.requireNonNull(deeds.get(slot));
    }
}
