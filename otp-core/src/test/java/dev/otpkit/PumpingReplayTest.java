package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.limit.Bucket;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * T17 as a whole: people who log in for two days, and on the second an attack among them, of 8,000 messages in half a day.
 * Nothing but the standard guard holds it up: no limit on a country, none on a range. {@code -Dreplay=all} replays the
 * attacks that the everyday build leaves out, and tells the figures of all.
 */
class PumpingReplayTest {
    private static final boolean ALL = "all".equals(System.getProperty("replay"));
    private static final int MESSAGES = 8_000;

    /** A service that many people of each range use, and one that knows hardly two of any. */
    private static final Crowd LARGE = new Crowd(800, 100);

    private static final Crowd SMALL = new Crowd(800, 2_000);

    private enum Attack {
        NOBODY(LARGE, 0, i -> "", 0, 0, 0.0),
        NUMBERS_IN_A_ROW(LARGE, MESSAGES, i -> Crowd.number(Crowd.FEWEST, i / 1_000, i), 0, 95, 0.2),
        FORTY_RANGES(LARGE, MESSAGES, i -> Crowd.number(Crowd.FEWEST, i % 40, i / 40), 0, 95, 0.2),
        FORTY_RANGES_OF_A_SMALL_SERVICE(SMALL, MESSAGES, i -> Crowd.number(Crowd.FEWEST, i % 40, i / 40), 0, 80, 1.0),
        TWO_OF_EACH_RANGE(LARGE, MESSAGES, i -> Crowd.number(Crowd.FEWEST, i / 2, i), 0, 95, 0.2),
        TWO_OF_EACH_RANGE_WHERE_MOST_PEOPLE_LIVE(LARGE, MESSAGES, i -> Crowd.number(Crowd.MOST, i / 2, i), 0, 95, 0.2),
        TWO_OF_EACH_RANGE_OF_A_SMALL_SERVICE(SMALL, MESSAGES, i -> Crowd.number(Crowd.FEWEST, i / 2, i), 0, 75, 1.0),
        AMONG_PEOPLE(
                LARGE, MESSAGES, i -> Crowd.number(Crowd.MOST, Crowd.FIRST_RANGE + i % 10, 9_000 + i / 10), 0, 80, 1.0),
        A_TENTH_IS_TYPED(LARGE, MESSAGES, i -> Crowd.number(Crowd.FEWEST, i % 40, i / 40), 10, 70, 0.2);

        final Crowd crowd;
        final int messages;
        final IntFunction<String> numbers;
        final int typedPercent;
        final int stopped;
        final double blocked;

        /** At least so many messages in a hundred are stopped, and at most so many people in a hundred held up. */
        Attack(Crowd crowd, int messages, IntFunction<String> numbers, int typedPercent, int stopped, double blocked) {
            this.crowd = crowd;
            this.messages = messages;
            this.numbers = numbers;
            this.typedPercent = typedPercent;
            this.stopped = stopped;
            this.blocked = blocked;
        }
    }

    private static Stream<Attack> attacks() {
        return Stream.of(Attack.values())
                .filter(attack ->
                        ALL || attack == Attack.TWO_OF_EACH_RANGE_OF_A_SMALL_SERVICE || attack == Attack.AMONG_PEOPLE);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anAttackIsStoppedAndPeopleAreNot(Attack attack) {
        Replay replay = new Replay(attack.crowd, attack.messages, attack.numbers, attack.typedPercent);
        replay.run();
        if (ALL) {
            System.out.println(attack + ": " + replay);
        }
        assertThat(replay.people.blocked()).as("%s", replay).isLessThanOrEqualTo(attack.blocked);
        assertThat(replay.attack.blocked()).as("%s", replay).isGreaterThanOrEqualTo(attack.stopped);
        assertThat(replay.refusedBy).as("nobody else refuses").isSubsetOf(Bucket.Kind.PUMPING);
    }
}
