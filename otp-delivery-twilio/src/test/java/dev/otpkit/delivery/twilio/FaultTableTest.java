package dev.otpkit.delivery.twilio;

import static dev.otpkit.delivery.twilio.Sink.answer;
import static dev.otpkit.delivery.twilio.Sink.error;
import static dev.otpkit.delivery.twilio.Sink.hangUp;
import static dev.otpkit.delivery.twilio.Sink.html;
import static dev.otpkit.delivery.twilio.Sink.raw;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Recipient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the table of faults, and one POST in each. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // what has no bound of its own fails here
class FaultTableTest {
    private final Sink sink = new Sink();

    @AfterEach
    void stop() {
        sink.close();
    }

    private DeliveryResult deliver() {
        return deliver(sink.sms());
    }

    private static DeliveryResult deliver(TwilioChannel.Builder builder) {
        try (TwilioChannel channel = builder.build()) {
            return channel.deliver(Messages.sms());
        }
    }

    private DeliveryResult after(Sink.Act act) {
        sink.act(act);
        DeliveryResult result = deliver();
        assertThat(sink.posts).as("one POST").hasSize(1);
        return result;
    }

    private static void is(DeliveryResult result, Outcome outcome, Fault fault) {
        assertThat(result.outcome()).as("%s", result).isEqualTo(outcome);
        assertThat(result.fault()).as("%s", result).isEqualTo(fault);
    }

    @Test
    void twilio201IsSentByItsName() {
        DeliveryResult result = deliver();
        is(result, Outcome.SENT, Fault.NONE);
        assertThat(result.reference()).contains("SM00000000000000000000000000000001");
        assertThat(sink.posts).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                21211, 21214, 21217, 21408, 21610, 21612, 21614, 21265, 21268, 30007, 63003, 63016, 63024, 21606, 99999
            })
    void whatTwilioSaysOfARecipientIsPermanentAndTheRecipientsFault(int code) {
        DeliveryResult result = after(error(400, code));
        is(result, Outcome.PERMANENT, Fault.RECIPIENT);
        assertThat(result.reason()).contains("refused with " + code);
    }

    @ParameterizedTest
    @ValueSource(ints = {21212, 21603, 21617, 21655, 21656, 21660, 21704, 63007, 12100})
    void whatTwilioSaysOfOurSenderOrTemplateIsPermanentAndOurFault(int code) {
        is(after(error(400, code)), Outcome.PERMANENT, Fault.OURS);
    }

    @ParameterizedTest
    @CsvSource({"403,21408", "403,21215", "404,21211", "403,60410", "422,21211", "410,30022", "400,0"})
    void aStrangersCountryOrNumberIsNeverOurSettings(int status, int code) {
        is(after(error(status, code)), Outcome.PERMANENT, Fault.RECIPIENT);
    }

    @ParameterizedTest
    @CsvSource({"401,20003", "400,20003", "403,20003", "403,20006", "401,70051", "403,10001", "404,20404"})
    void refusedCredentialsAreMisconfigured(int status, int code) {
        is(after(error(status, code)), Outcome.MISCONFIGURED, Fault.OURS);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 407})
    void aRefusalWithoutANumberIsMisconfigured(int status) {
        is(
                after(html(status, "WWW-Authenticate: Basic realm=\"x\"", "Proxy-Authenticate: Basic realm=\"x\"")),
                Outcome.MISCONFIGURED,
                Fault.OURS);
    }

    @Test
    void twilio429IsTemporaryAndItsRetryAfterIsHonoured() {
        DeliveryResult result = after(error(429, 20429, "Retry-After: 7"));
        is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(result.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void twilio429WithADateIsToldAsATime() {
        String inAMinute = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(40));
        DeliveryResult result = after(html(429, "Retry-After: " + inAMinute));
        is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(result.retryAfter().orElseThrow()).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(40));
    }

    @ParameterizedTest
    @CsvSource({"soon,", "'',", "-5,", "999999999,PT1H", "99999999999999999999,", "'Thu, 01 Jan 1970 00:00:00 GMT',PT0S"
    })
    void anOddRetryAfterIsBoundedOrLeftOut(String asked, Duration wait) {
        DeliveryResult result = after(html(429, "Retry-After: " + asked));
        is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(result.retryAfter().orElse(null)).isEqualTo(wait);
    }

    @Test
    void aFullQueueOfOurSenderIsTemporary() {
        is(after(error(400, 21611)), Outcome.TEMPORARY, Fault.PROVIDER);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 599})
    void twilio5xxIsUnknownWhateverTheBody(int status) {
        is(after(html(status)), Outcome.UNKNOWN, Fault.PROVIDER);
        sink.posts.clear();
        is(after(error(status, 20500)), Outcome.UNKNOWN, Fault.PROVIDER);
        sink.posts.clear();
        is(after(answer(status, "", "Retry-After: 1")), Outcome.UNKNOWN, Fault.PROVIDER);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308, 304, 408})
    void aRedirectionIsNotFollowedAndUnknown(int status) {
        sink.act(answer(
                status,
                Bodies.created("SM" + "0".repeat(32), Map.of(), false),
                "Location: " + sink.address() + "/elsewhere"));
        is(deliver(), Outcome.UNKNOWN, Fault.PROVIDER);
        assertThat(sink.posts).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "42",
                "\"SM\"",
                "{}",
                "{\"sid\":null}",
                "{\"sid\":\"\"}",
                "{\"sid\":\"SM1\"}",
                "{\"sid\":42}",
                "{\"sid\":{}}",
                "<html></html>",
                "{\"sid\":\"SM0000000000000000000000000000000",
                "{\"sid\":\"493021 +447400100001\"}"
            })
    void brokenJsonWith2xxIsUnknown(String body) {
        is(after(answer(201, body)), Outcome.UNKNOWN, Fault.PROVIDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{\"code\":\"x\"}",
                "{\"code\":null}",
                "<html>",
                "{\"code\":-1,\"status\":1}",
                "{\"code\":2147483648,\"status\":400}"
            })
    void brokenJsonWith400IsStillARefusal(String body) {
        DeliveryResult result = after(answer(400, body));
        is(result, Outcome.PERMANENT, Fault.RECIPIENT);
        assertThat(result.reason()).contains("refused");
    }

    @Test
    void aCutReplyIsUnknown() {
        is(after(raw("HTTP/1.1 201 X\r\nContent-Length: 500\r\n\r\n{\"sid\":")), Outcome.UNKNOWN, Fault.PROVIDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 20",
                "HTTP/1.1 201 X\r\nContent-Le",
                "nonsense\r\n\r\n",
                "HTTP/1.1 banana X\r\n\r\n"
            })
    void hangingUpOrNonsenseIsUnknown(String bytes) {
        is(after(raw(bytes)), Outcome.UNKNOWN, Fault.PROVIDER);
    }

    @Test
    void aRefusalWhoseBodyIsCutIsARefusal() {
        is(after(raw("HTTP/1.1 400 X\r\nContent-Length: 500\r\n\r\n{\"code\":")), Outcome.PERMANENT, Fault.RECIPIENT);
        sink.posts.clear();
        is(
                after(raw("HTTP/1.1 429 X\r\nRetry-After: 3\r\nContent-Length: 500\r\n\r\n{")),
                Outcome.TEMPORARY,
                Fault.PROVIDER);
    }

    @Test
    void aTimeoutIsUnknown() {
        sink.act(sink.stall());
        is(deliver(sink.sms().deadline(Duration.ofMillis(300))), Outcome.UNKNOWN, Fault.PROVIDER);
        assertThat(sink.posts).hasSize(1);
    }

    @Test
    void aRefusedConnectionIsTemporary() throws IOException {
        int nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = taken.getLocalPort();
        }
        DeliveryResult result = deliver(sink.sms().api(URI.create("http://127.0.0.1:" + nobody)));
        is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(result.reason()).contains("no connection");
    }

    @Test
    void anUnknownHostIsTemporary() {
        is(deliver(sink.sms().api(URI.create("https://nowhere.invalid"))), Outcome.TEMPORARY, Fault.PROVIDER);
    }

    @Test
    void aConnectTimeoutIsTemporary() throws IOException {
        // A door that nobody opens, with its waiting places taken: further connections are not answered.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            DeliveryResult result = deliver(sink.sms()
                    .api(URI.create("http://127.0.0.1:" + full.getLocalPort()))
                    .connectTimeout(Duration.ofMillis(200))
                    .requestTimeout(Duration.ofMinutes(5)) // so that nothing else ends it
                    .deadline(Duration.ofMinutes(5)));
            is(result, Outcome.TEMPORARY, Fault.PROVIDER);
            assertThat(result.reason()).contains("no connection");
        }
    }

    @Test
    void aRequestTimeoutIsUnknownOnceTheMessageIsOnItsWay() {
        sink.act(sink.stall());
        DeliveryResult result =
                deliver(sink.sms().requestTimeout(Duration.ofMillis(300)).deadline(Duration.ofMinutes(5)));
        is(result, Outcome.UNKNOWN, Fault.PROVIDER);
        assertThat(result.reason()).contains("no answer in time");
        assertThat(sink.posts).hasSize(1);
    }

    @Test
    void aRequestTimeoutDuringTheConnectionIsTemporary() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            DeliveryResult result = deliver(sink.sms()
                    .api(URI.create("https://localhost:" + silent.getLocalPort())) // waits for a handshake
                    .requestTimeout(Duration.ofMillis(300))
                    .connectTimeout(Duration.ofMinutes(5))
                    .deadline(Duration.ofMinutes(5)));
            is(result, Outcome.TEMPORARY, Fault.PROVIDER);
            assertThat(result.reason()).contains("no connection");
        }
    }

    @Test
    void aDeadlineDuringTheConnectionIsTemporary() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            DeliveryResult result = deliver(sink.sms()
                    .api(URI.create("https://localhost:" + silent.getLocalPort())) // waits for a handshake
                    .deadline(Duration.ofMillis(300)));
            is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        }
    }

    @Test
    void aClosedChannelIsTemporaryAndOurFault() {
        TwilioChannel channel = sink.sms().build();
        channel.close();
        DeliveryResult result = channel.deliver(Messages.sms());
        is(result, Outcome.TEMPORARY, Fault.OURS);
        assertThat(sink.posts).isEmpty();
    }

    @Test
    void anInterruptedWaitIsUnknownAndTheFlagIsKept() throws InterruptedException {
        sink.act(sink.stall());
        try (TwilioChannel channel = sink.sms().deadline(Duration.ofSeconds(30)).build()) {
            DeliveryResult[] result = new DeliveryResult[1];
            boolean[] flag = new boolean[1];
            Thread sender = new Thread(() -> {
                result[0] = channel.deliver(Messages.sms());
                flag[0] = Thread.currentThread().isInterrupted();
            });
            sender.start();
            while (sink.posts.isEmpty()) {
                Thread.onSpinWait();
            }
            sender.interrupt();
            sender.join();
            is(result[0], Outcome.UNKNOWN, Fault.PROVIDER);
            assertThat(flag[0]).isTrue();
        }
    }

    @Test
    void aThousandStrangersWithWrongNumbersAreAThousandRefusalsAboutThem() {
        AtomicInteger numbers = new AtomicInteger();
        try (TwilioChannel channel = sink.sms().build()) {
            for (int i = 0; i < 1_000; i++) {
                sink.act(error(i % 2 == 0 ? 400 : 403, i % 2 == 0 ? 21211 : 21408));
                DeliveryResult result = channel.deliver(Messages.code(Recipient.sms(Messages.number(numbers))));
                is(result, Outcome.PERMANENT, Fault.RECIPIENT);
            }
        }
        assertThat(sink.posts).hasSize(1_000);
        assertThat(sink.connections.get()).isEqualTo(1);
    }

    @Test
    void hangingUpWithoutAnAnswerIsUnknown() {
        is(after(hangUp()), Outcome.UNKNOWN, Fault.PROVIDER);
    }
}
