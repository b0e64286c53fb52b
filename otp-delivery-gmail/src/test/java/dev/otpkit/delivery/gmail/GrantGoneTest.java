package dev.otpkit.delivery.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.OtpEvent;
import dev.otpkit.OtpKey;
import dev.otpkit.OtpService;
import dev.otpkit.RequestResult;
import dev.otpkit.delivery.Breaker;
import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.fixtures.Overheard;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.memory.MemoryBackend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A grant that goes while the application runs: one event that says why, an open breaker, and all well once it is back. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GrantGoneTest {
    private final Google google = new Google();
    private final List<OtpEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        google.close();
    }

    private static RequestResult request(OtpService otp, int person) {
        return otp.request(OtpKey.of("login", "user-" + person), Recipient.email("ada" + person + "@example.com"));
    }

    private List<OtpEvent> told(OtpEvent.Kind kind) {
        return events.stream().filter(event -> event.kind() == kind).toList();
    }

    @Test
    void itIsToldOnceWithTheLikelyReasonsAndTheChannelIsLeftAlone() {
        try (Overheard heard = new Overheard();
                Courier courier = Courier.builder()
                        .channel(google.channel().build())
                        .tries(1)
                        .breaker(10, Duration.ofMillis(200))
                        .build();
                OtpService otp = OtpService.builder()
                        .backend(new MemoryBackend())
                        .courier(courier)
                        .purpose("login")
                        .limits(SendLimits.allowUnlimited("a test"))
                        .listener(events::add)
                        .development()
                        .build()) {
            google.onToken(Google.refusal(400, "invalid_grant"));
            RequestResult first = request(otp, 0);
            assertThat(first.sent()).isFalse();
            assertThat(first.delivery().orElseThrow().result().orElseThrow().outcome())
                    .isEqualTo(Outcome.MISCONFIGURED);
            assertThat(courier.breakers().get(0).state()).isEqualTo(Breaker.State.OPEN);
            for (int i = 1; google.asked().size() < 3; i++) {
                request(otp, i); // tried again now and then
            }
            assertThat(told(OtpEvent.Kind.CHANNEL_LOST))
                    .singleElement()
                    .satisfies(event -> assertThat(event.details())
                            .containsEntry("channel", "gmail")
                            .containsEntry("reason", "grant gone - revoked or idle or new password or 7 days testing"));
            while (!heard.text().contains("the refresh token")) {
                Thread.onSpinWait(); // it is logged behind the answer
            }
            assertThat(heard.text().split("the refresh token is good no longer", -1))
                    .as("told at length once")
                    .hasSize(2);

            google.onToken(google::issue);
            for (int i = 1_000; google.taken.isEmpty(); i++) {
                request(otp, i);
            }
            assertThat(told(OtpEvent.Kind.CHANNEL_BACK)).hasSize(1);
        }
    }
}
