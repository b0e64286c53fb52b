package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** T15, but for the times: known and unknown accounts are answered alike. */
class DecoyTest {
    private static final Recipient ADA = Application.ADA;

    static Stream<Named<Consumer<Application>>> scenes() {
        return Stream.of(
                scene("plainly", app -> app.ask("sign-up")),
                scene("the mailbox's bucket full", app -> repeat(7, () -> app.ask("sign-up"))),
                scene("550", app -> {
                    app.channel.answer = message -> DeliveryResult.permanent("no such mailbox");
                    app.ask("sign-up");
                }),
                scene("unknown", app -> {
                    app.channel.answer = message -> DeliveryResult.unknown();
                    app.ask("sign-up");
                }),
                scene("421, or the breaker open", app -> {
                    app.channel.answer = message -> DeliveryResult.temporary(Duration.ofSeconds(9));
                    app.ask("sign-up");
                    app.ask("sign-up");
                }),
                scene("421, until the network is over its limit", app -> {
                    app.channel.answer = message -> DeliveryResult.temporary();
                    repeat(9, () -> app.ask("sign-up"));
                }),
                scene("421 with the budget spent", app -> {
                    repeat(4, () -> {
                        app.ask("sign-up");
                        repeat(3, () -> app.guess("sign-up"));
                        app.pass(Duration.ofMinutes(16));
                    });
                    app.channel.answer = message -> DeliveryResult.temporary();
                    app.ask("sign-up");
                    app.ask("sign-up");
                }),
                scene("credentials refused", app -> {
                    app.channel.answer = message -> DeliveryResult.misconfigured("credentials refused");
                    app.ask("sign-up");
                }),
                scene("the channel refuses the place", app -> {
                    app.channel.destination = recipient -> Destination.refused("not there");
                    app.ask("sign-up");
                }),
                scene(
                        "the network over its limit",
                        app -> repeat(10, () -> {
                            app.ask("sign-up");
                            app.pass(Duration.ofMinutes(5));
                        })),
                scene(
                        "the budget spent",
                        app -> repeat(5, () -> {
                            app.ask("sign-up");
                            repeat(3, () -> app.guess("sign-up"));
                            app.pass(Duration.ofMinutes(13));
                        })),
                scene(
                        "the budget spent and locked",
                        app -> repeat(5, () -> {
                            app.ask("locking");
                            repeat(3, () -> app.guess("locking"));
                            app.pass(Duration.ofMinutes(13));
                        })));
    }

    private static Named<Consumer<Application>> scene(String name, Consumer<Application> scene) {
        return Named.of(name, scene);
    }

    private static void repeat(int times, Runnable what) {
        for (int i = 0; i < times; i++) {
            what.run();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenes")
    void knownAndUnknownAreAnsweredAlikeThenAndLater(Consumer<Application> scene) {
        Application known = new Application(true);
        Application unknown = new Application(false);
        for (Application app : List.of(known, unknown)) {
            scene.accept(app);
            app.guess("sign-up");
            app.pass(Duration.ofSeconds(61));
            app.ask("sign-up"); // again, or afresh
            repeat(4, () -> app.guess("sign-up"));
            app.pass(Duration.ofMinutes(6));
            app.guess("sign-up");
            app.ask("sign-up");
        }

        assertThat(unknown.answers).isEqualTo(known.answers);
        assertThat(unknown.channel.messages).isEmpty();
    }

    @Test
    void aFullMailboxIsConcealedAndAFullNetworkOrServiceIsNot() {
        Application app = new Application(true);
        repeat(3, () -> app.ask("sign-up"));
        assertThat(app.channel.messages).hasSize(1);
        assertThat(app.answers).hasSize(3).allMatch(answer -> answer.startsWith("RequestResult[SENT] true"));

        List<Optional<Bucket.Kind>> limitedBy = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            OtpKey key = OtpKey.of("sign-up", "user-" + i);
            String ip = i < 9 ? "198.51.100.1" : "198.51.100.2";
            Recipient to = Recipient.email("user" + i + "@example.com");
            limitedBy.add(app.ask(OtpRequest.of(key, to).clientIp(ip)).limitedBy());
        }
        assertThat(limitedBy.get(8)).contains(Bucket.Kind.CLIENT_IP);
        assertThat(limitedBy.get(12)).contains(Bucket.Kind.GLOBAL);
        assertThat(limitedBy)
                .as("what was concealed has counted there, as it does for somebody unknown")
                .filteredOn(Optional::isPresent)
                .hasSize(4);
    }

    @Test
    void nothingIsDeliveredAndAllElseIsDone() {
        Application known = new Application(true);
        Application unknown = new Application(false);
        known.ask("sign-up");
        unknown.ask("sign-up");

        assertThat(known.channel.messages).hasSize(1);
        assertThat(unknown.channel.messages).isEmpty();
        assertThat(unknown.rendered).hasSize(1);
        assertThat(unknown.backend.codes.steps).hasValue(known.backend.codes.steps.get());
        assertThat(unknown.backend.counts.steps).hasValue(known.backend.counts.steps.get());
        assertThat(unknown.backend.seenIds).isEqualTo(known.backend.seenIds);
    }

    @Test
    void noGuessAtADecoyIsRightAndARealRequestOverItIsFresh() {
        Application app = new Application(false);
        OtpKey key = OtpKey.of("sign-up", ADA);
        app.ask("sign-up");
        String code = app.rendered.get(0);
        assertThat(app.otp.verify(key, code).outcome()).isEqualTo(VerifyResult.Outcome.REJECTED);
        app.pass(Duration.ofMinutes(1));
        app.ask("sign-up");
        assertThat(app.rendered).as("a decoy is repeated like others").containsExactly(code, code);

        app.pass(Duration.ofMinutes(1));
        app.ask(OtpRequest.of(key, ADA));
        assertThat(app.channel.code()).isNotEqualTo(code);
        assertThat(app.otp.verify(key, app.channel.code()).accepted()).isTrue();
    }

    @Test
    void aStoreThatCannotAnswerAndAnUndeclaredUseAreNotConcealed() {
        for (boolean known : new boolean[] {true, false}) {
            Application app = new Application(known);
            app.backend.codes.before = () -> {
                throw new StoreException(StoreException.Kind.UNREACHABLE);
            };
            assertThatThrownBy(() -> app.ask("sign-up")).isInstanceOf(StoreException.class);
        }
        OtpService open =
                new TestBackend().service(new TestChannel()).purpose("login").build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open.request(OtpKey.of("login", ADA), ADA.decoy()))
                .withMessage("a decoy needs a policy that is concealed(): login");
        OtpRequest both = OtpRequest.of(OtpKey.of("login", ADA), ADA).orElse(ADA.decoy());
        assertThatIllegalArgumentException().isThrownBy(() -> open.request(both));
    }
}
