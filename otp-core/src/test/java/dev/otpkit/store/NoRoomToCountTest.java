package dev.otpkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where no failure can be counted, no guess is compared: or guessing were free until the right one. */
class NoRoomToCountTest {
    private final MapRows rows = new MapRows();
    private final OtpStore store = new RowOtpStore(new NoFailures(rows));

    @Test
    void aRightGuessIsRefusedWhereAWrongOneHasNoRoom() {
        store.open(Calls.open(Calls.slot(1, 1), "a", Calls.candidate(false), 3));
        rows.full = true;

        assertThatThrownBy(() -> store.verify(Calls.guess(Calls.slot(1, 1), Calls.WRONG, 1)))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.verify(Calls.guess(Calls.slot(1, 1), Calls.RIGHT, 2)))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void aFullStoreThatHasRoomForTheFailureTakesTheRightGuessAndCountsNone() {
        OtpStore roomy = new RowOtpStore(rows);
        roomy.open(Calls.open(Calls.slot(1, 1), "a", Calls.candidate(false), 3));
        rows.full = true;

        assertThat(roomy.verify(Calls.guess(Calls.slot(1, 1), Calls.RIGHT, 1)).outcome())
                .isEqualTo(VerifyAnswer.Outcome.ACCEPTED);
        assertThat(rows.alive()).as("the code and its receipt, and no failure").isEqualTo(2);
    }

    @ParameterizedTest(name = "the row of failures was ended before: {0}")
    @ValueSource(booleans = {true, false})
    void aRightGuessInAFullStoreForgetsNoFailureOfTheWindow(boolean ended) {
        Slot slot = Calls.slot(1, 1, Calls.budget(2));
        OtpStore roomy = new RowOtpStore(rows);
        roomy.open(Calls.open(slot, "a"));
        roomy.verify(Calls.guess(slot, Calls.WRONG, 1));
        if (ended) {
            roomy.verify(Calls.guess(slot, Calls.RIGHT, 2));
            roomy.open(Calls.open(slot, "b"));
        }
        rows.full = true;

        assertThat(roomy.verify(Calls.guess(slot, Calls.RIGHT, 3)).outcome()).isEqualTo(VerifyAnswer.Outcome.ACCEPTED);

        assertThat(roomy.status(slot).spent()).as("one failure of two").isFalse();
        roomy.open(Calls.open(slot, "c"));
        roomy.verify(Calls.guess(slot, Calls.WRONG, 4));
        assertThat(roomy.status(slot).spent()).isTrue();
    }

    /** Rows among which no failure finds room. */
    private record NoFailures(MapRows rows) implements RowStore {
        @Override
        public <T> T atomically(List<String> ids, Step<T> step) {
            return rows.atomically(
                    ids,
                    all -> step.on(new Rows() {
                        @Override
                        public Instant now() {
                            return all.now();
                        }

                        @Override
                        public byte @Nullable [] get(String id) {
                            return all.get(id);
                        }

                        @Override
                        public void put(String id, byte[] row, Duration life) {
                            if (id.contains(":f:")) {
                                throw new StoreException(StoreException.Kind.FULL);
                            }
                            all.put(id, row, life);
                        }

                        @Override
                        public void remove(String id) {
                            all.remove(id);
                        }

                        @Override
                        public boolean full() {
                            return all.full();
                        }
                    }));
        }
    }
}
