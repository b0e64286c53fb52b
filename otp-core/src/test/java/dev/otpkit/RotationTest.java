package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** T32: secrets rotated under load, with two nodes that are one step apart. */
class RotationTest {
    private static final int THREADS = 8;
    private static final Limit MANY = Limit.of(1_000_000, Duration.ofMinutes(1));
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final Race race = new Race(THREADS);
    private int users;

    @AfterEach
    void stop() {
        race.close();
    }

    private OtpService node(int active, int... accepted) {
        Secrets secrets = TestBackend.secrets(active);
        for (int other : accepted) {
            secrets = secrets.accepts(TestBackend.secret(other));
        }
        return OtpService.builder()
                .backend(backend)
                .channel(channel)
                .secrets(secrets)
                .purpose("login")
                .limits(SendLimits.allowUnlimited("rotation alone matters"))
                .verifyLimits(MANY, MANY)
                .build();
    }

    /** The steps of a rotation, and the pairs of nodes that one meets meanwhile. */
    private List<List<OtpService>> rotation(int from) {
        OtpService before = node(from);
        OtpService accepting = node(from, from + 1);
        OtpService active = node(from + 1, from);
        OtpService after = node(from + 1);
        return List.of(
                List.of(before, accepting),
                List.of(accepting, accepting),
                List.of(accepting, active),
                List.of(active, active),
                List.of(active, after),
                List.of(after, after));
    }

    @Test
    void noRightCodeIsRefusedAndNoCountIsLost() {
        List<OtpKey> keys = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        for (int secret = 1; secret < 4; secret++) {
            for (List<OtpService> nodes : rotation(secret)) {
                // Codes that were asked for one step ago.
                for (int i = 0; i < keys.size(); i++) {
                    OtpKey key = keys.get(i);
                    String code = codes.get(i);
                    if (i % 2 == 0) {
                        assertThat(guesses(nodes, key, code, true)).isEqualTo(1);
                    } else {
                        assertThat(guesses(nodes, key, code, false)).isEqualTo(3);
                    }
                }
                keys.clear();
                codes.clear();
                for (int i = 0; i < 12; i++) {
                    OtpKey key = OtpKey.of("login", "user-" + users++);
                    nodes.get(i % 2).request(key, ADA);
                    keys.add(key);
                    codes.add(channel.code());
                }
            }
        }
    }

    @Test
    void theBudgetIsOneOverAllSecrets() {
        int compared = 0;
        int flow = 0;
        for (int secret = 1; secret < 4; secret++) {
            for (List<OtpService> nodes : rotation(secret)) {
                OtpKey key = OtpKey.of("login", "user-42").boundTo("flow", "f" + flow++);
                nodes.get(0).request(key, ADA);
                String code = channel.code();
                for (int i = 1; i <= 3; i++) {
                    Outcome outcome =
                            nodes.get(i % 2).verify(key, Wrong.code(code, i)).outcome();
                    compared += code.length() == 6 && outcome == Outcome.REJECTED ? 1 : 0;
                }
                assertThat(code).hasSize(flow < 5 ? 6 : 15);
            }
        }
        assertThat(compared).isEqualTo(10);
    }

    @Test
    void attemptsResendsAndReceiptsOutliveTheStep() {
        OtpService before = node(1, 2);
        OtpService after = node(2, 1);
        OtpKey key = OtpKey.of("login", "user-42");
        before.request(key, ADA);
        String code = channel.code();
        before.verify(key, Wrong.code(code, 1));
        after.verify(key, Wrong.code(code, 2));
        after.request(key, ADA);
        assertThat(channel.code()).as("sent again").isEqualTo(code);
        assertThat(before.status(key).attemptsLeft()).isEqualTo(1);
        assertThat(after.status(key).sentTo()).contains("a***@e***.com");

        Receipt receipt = before.verify(key, code).receipt().orElseThrow();
        assertThat(after.redeem("login", receipt)).contains(key);
        assertThat(before.redeem("login", receipt)).isEmpty();
    }

    @Test
    void aCodeOfASecretThatIsNotAcceptedIsAbsentAndAnEvent() {
        List<OtpEvent.Kind> told = new ArrayList<>();
        OtpKey key = OtpKey.of("login", "user-42");
        node(1).request(key, ADA);
        OtpService stranger = backend.service(channel)
                .purpose("login")
                .listener(event -> told.add(event.kind()))
                .build();
        assertThat(stranger.verify(key, Wrong.code(channel.code(), 1)).outcome())
                .isEqualTo(Outcome.REJECTED);
        told.clear();
        node(7).request(OtpKey.of("login", "user-43"), ADA);

        assertThat(stranger.verify(OtpKey.of("login", "user-43"), channel.code())
                        .outcome())
                .isEqualTo(Outcome.ABSENT);
        assertThat(told).contains(OtpEvent.Kind.UNREADABLE);
    }

    /** How many were accepted of right guesses, or compared of wrong ones, at both nodes at once. */
    private int guesses(List<OtpService> nodes, OtpKey key, String code, boolean right) {
        List<Outcome> outcomes = race.run(thread -> nodes.get(thread % 2)
                .verify(key, right ? code : Wrong.code(code, thread + 1))
                .outcome());
        return Collections.frequency(outcomes, right ? Outcome.ACCEPTED : Outcome.REJECTED);
    }
}
