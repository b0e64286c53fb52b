package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MutableClockTest {
    private final MutableClock clock = new MutableClock(Instant.EPOCH);

    @Test
    void itStandsStillUntilItIsMoved() {
        assertThat(clock.instant()).isEqualTo(clock.instant()).isEqualTo(Instant.EPOCH);
        clock.advance(Duration.ofMillis(1));
        assertThat(clock.millis()).isEqualTo(1);
        clock.advance(Duration.ofMillis(-2));
        assertThat(clock.millis()).isEqualTo(-1);
        clock.set(Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(clock.toString()).isEqualTo("2026-11-21T00:00:00Z");
    }

    @Test
    void noMoveIsLostBetweenThreads() {
        try (Race race = new Race(20)) {
            race.run(i -> () -> {
                for (int j = 0; j < 100; j++) {
                    clock.advance(Duration.ofMillis(1));
                }
                return i;
            });
        }
        assertThat(clock.millis()).isEqualTo(2000);
    }
}
