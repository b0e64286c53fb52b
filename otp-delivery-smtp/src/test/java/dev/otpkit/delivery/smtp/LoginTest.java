package dev.otpkit.delivery.smtp;

import static dev.otpkit.delivery.smtp.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    private final ScriptedServer server = new ScriptedServer();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void stop() {
        server.close();
    }

    private String nextToken() {
        return "token-" + asked.incrementAndGet();
    }

    private static String xoauth2(String token) {
        return Base64.getEncoder()
                .encodeToString(("user=otp@acme.test\1auth=Bearer " + token + "\1\1").getBytes(StandardCharsets.UTF_8));
    }

    private List<String> logins() {
        return server.commands.stream().filter(line -> line.startsWith("AUTH")).toList();
    }

    private DeliveryResult deliver(Supplier<String> tokens) {
        try (SmtpChannel channel =
                server.channel().xoauth2("otp@acme.test", tokens).build()) {
            return channel.deliver(Mails.mail());
        }
    }

    @Test
    void aPasswordOfAnyScriptArrivesAsItIs() {
        String user = "otp+ü@acme.test";
        String password = "p%40ss+wörd 密";
        try (SmtpChannel channel = server.channel().password(user, password).build()) {
            assertThat(channel.deliver(Mails.mail()).outcome()).isEqualTo(Outcome.SENT);
        }
        String sent = logins().get(0).substring("AUTH PLAIN ".length());
        assertThat(new String(Base64.getDecoder().decode(sent), StandardCharsets.UTF_8))
                .endsWith("\0" + user + "\0" + password);
    }

    @Test
    void aTokenIsKeptForTheNextConnection() {
        try (SmtpChannel channel = server.channel()
                .xoauth2("otp@acme.test", this::nextToken)
                .messagesPerConnection(1)
                .build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(channel.deliver(Mails.mail()).outcome()).isEqualTo(Outcome.SENT);
            }
        }
        assertThat(logins()).hasSize(3).containsOnly("AUTH XOAUTH2 " + xoauth2("token-1"));
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"535 5.7.3 expired", "334 eyJzdGF0dXMiOiI0MDEifQ=="})
    void aRefusedTokenIsReplacedOnce(String refusal) {
        server.once("AUTH", reply(refusal));
        assertThat(deliver(this::nextToken).outcome()).isEqualTo(Outcome.SENT);
        assertThat(logins())
                .containsExactly("AUTH XOAUTH2 " + xoauth2("token-1"), "AUTH XOAUTH2 " + xoauth2("token-2"));
        assertThat(server.contents).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"535 5.7.3 revoked", "334 eyJzdGF0dXMiOiI0MDEifQ=="})
    void aSecondRefusalIsMisconfigured(String refusal) {
        server.at("AUTH", reply(refusal));
        assertThat(deliver(this::nextToken)).isEqualTo(DeliveryResult.misconfigured("login refused"));
        assertThat(asked).hasValue(2);
        assertThat(logins()).hasSize(2);
    }

    @Test
    void aLoginThatIsUnavailableDoesNotAskForAnotherToken() {
        server.at("AUTH", reply("454 later"));
        assertThat(deliver(this::nextToken).outcome()).isEqualTo(Outcome.TEMPORARY);
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a b", "a\1b", "a\r\nMAIL FROM:<x@y.test>"})
    void whatIsNoTokenIsNotSent(String token) {
        assertThat(deliver(() -> token)).isEqualTo(DeliveryResult.temporary().because("no access token"));
        assertThat(server.visits).isEmpty();
    }

    @Test
    void aSupplierThatThrowsIsTemporary() {
        assertThat(deliver(() -> {
                    throw new IllegalStateException("client_secret=hunter2");
                }))
                .isEqualTo(DeliveryResult.temporary().because("no access token"));
    }

    @Test
    void thirtyThreadsWithAnExpiredTokenShareOneFreshOne() throws Exception {
        String expired = "AUTH XOAUTH2 " + xoauth2("token-1");
        server.at("AUTH", visit -> visit.say(visit.command.equals(expired) ? "535 expired" : "235 welcome"));
        try (SmtpChannel channel = server.channel()
                .connections(30)
                .readTimeout(Duration.ofSeconds(5))
                .xoauth2("otp@acme.test", this::nextToken)
                .build()) {
            ExecutorService threads = Executors.newFixedThreadPool(30);
            CountDownLatch go = new CountDownLatch(1);
            List<Future<DeliveryResult>> results = IntStream.range(0, 30)
                    .mapToObj(i -> threads.submit(() -> {
                        go.await();
                        return channel.deliver(Mails.mail());
                    }))
                    .toList();
            go.countDown();
            for (Future<DeliveryResult> result : results) {
                assertThat(result.get().outcome()).isEqualTo(Outcome.SENT);
            }
            threads.shutdown();
        }
        assertThat(asked).hasValue(2);
    }
}
