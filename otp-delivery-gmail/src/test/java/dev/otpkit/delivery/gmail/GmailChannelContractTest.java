package dev.otpkit.delivery.gmail;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.testkit.DeliveryChannelContract;
import dev.otpkit.testkit.ProviderTrouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** What every channel must do. */
class GmailChannelContractTest implements DeliveryChannelContract {
    private final Google google = new Google();
    private final AtomicInteger people = new AtomicInteger();

    @AfterEach
    void stop() {
        google.close();
    }

    @Override
    public DeliveryChannel channel() {
        return google.channel().deadline(Duration.ofSeconds(2)).build();
    }

    @Override
    public Recipient recipient() {
        return Recipient.email("canary" + people.incrementAndGet() + "@example.com");
    }

    @Override
    public List<String> taken() {
        return google.taken.stream().map(Google::text).toList();
    }

    /** With a token that was good: of any other the API looks at nothing else. */
    @Override
    public int handed() {
        return google.handed.get();
    }

    private Runnable sends(Google.Act act) {
        return () -> {
            google.onToken(google::issue);
            google.onSend(act);
        };
    }

    @Override
    public List<ProviderTrouble> troubles() {
        return List.of(
                ProviderTrouble.unavailable(
                        "429", sends(Google.error(429, "rateLimitExceeded", "RESOURCE_EXHAUSTED", "Retry-After: 1"))),
                ProviderTrouble.unavailable(
                        "403 over a limit", sends(Google.error(403, "userRateLimitExceeded", "PERMISSION_DENIED"))),
                ProviderTrouble.refusingTheRecipient(
                        "400", sends(Google.error(400, "invalidArgument", "INVALID_ARGUMENT"))),
                ProviderTrouble.refusingUs("403", sends(Google.error(403, "forbidden", "PERMISSION_DENIED"))),
                ProviderTrouble.inDoubt("an HTML 502", sends(Google.html(502))),
                ProviderTrouble.inDoubt(
                        "a redirection",
                        sends(Google.answer(307, "", "Location: " + google.address() + "/gmail/v1/x"))),
                ProviderTrouble.inDoubt("nonsense", sends(Google.answer(200, "{\"id\":\"18"))),
                ProviderTrouble.inDoubt("hanging up", sends(Google.hangUp())),
                ProviderTrouble.inDoubt("silence", sends(google.stall())),
                ProviderTrouble.refusingUs(
                        "a grant that has gone", () -> google.onToken(Google.refusal(400, "invalid_grant"))),
                ProviderTrouble.unavailable("a hung token endpoint", () -> google.onToken(google.stall())),
                ProviderTrouble.unavailable("servers that have gone", google::close));
    }
}
