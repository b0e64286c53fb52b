package dev.otpkit.testkit;

import dev.otpkit.store.Entry;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.SlotStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A code of {@link FlawedStore}. */
final class FlawedCode {
    final OpenCall opened;
    final long end;
    final Set<String> counted = new HashSet<>();
    boolean dead;

    @Nullable
    String usedBy;

    FlawedCode(OpenCall opened, long now) {
        this.opened = opened;
        this.end = now + opened.ttl().toMillis();
    }

    Entry entry() {
        return new Entry(opened.candidate(), opened.audience(), opened.decoy());
    }

    int attemptsLeft() {
        return dead || usedBy != null ? 0 : opened.attempts() - counted.size();
    }

    boolean isFor(OpenCall call, boolean anyAudience, boolean anyDecoy) {
        List<String> known = opened.audience().stream().map(Names::hex).toList();
        boolean decoys = anyDecoy || opened.decoy() == call.decoy();
        return decoys
                && (anyAudience || call.audience().stream().map(Names::hex).allMatch(known::contains));
    }

    SlotStatus.State state(long now, boolean spent) {
        if (usedBy != null) {
            return SlotStatus.State.USED;
        }
        if (end <= now) {
            return SlotStatus.State.EXPIRED;
        }
        boolean dies = attemptsLeft() <= 0 || spent && !opened.candidate().strong();
        return dies ? SlotStatus.State.EXHAUSTED : SlotStatus.State.LIVE;
    }
}
