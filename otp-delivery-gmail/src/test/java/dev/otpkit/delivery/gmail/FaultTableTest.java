package dev.otpkit.delivery.gmail;

import static dev.otpkit.delivery.gmail.Google.answer;
import static dev.otpkit.delivery.gmail.Google.error;
import static dev.otpkit.delivery.gmail.Google.hangUp;
import static dev.otpkit.delivery.gmail.Google.html;
import static dev.otpkit.delivery.gmail.Google.raw;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the table of faults, and a message handed over at most once in each. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // what has no bound of its own fails here
class FaultTableTest {
    private final Google google = new Google();

    @AfterEach
    void stop() {
        google.close();
    }

    private DeliveryResult deliver() {
        return deliver(google.channel());
    }

    private static DeliveryResult deliver(GmailChannel.Builder builder) {
        try (GmailChannel channel = builder.build()) {
            return channel.deliver(Mails.one());
        }
    }

    private DeliveryResult after(Google.Act act) {
        google.onSend(act);
        int before = google.sends().size();
        DeliveryResult result = deliver();
        assertThat(google.sends()).as("one send").hasSize(before + 1);
        return result;
    }

    private DeliveryResult withoutToken(Google.Act act) {
        google.onToken(act);
        DeliveryResult result = deliver();
        assertThat(google.sends()).as("no send").isEmpty();
        return result;
    }

    private static void is(DeliveryResult result, Outcome outcome, Fault fault) {
        assertThat(result.outcome()).as("%s", result).isEqualTo(outcome);
        assertThat(result.fault()).as("%s", result).isEqualTo(fault);
    }

    @Test
    void gmail200IsSentByItsName() {
        DeliveryResult result = deliver();
        is(result, Outcome.SENT, Fault.NONE);
        assertThat(result.reference()).contains("18c0000000000001");
        assertThat(google.sends()).hasSize(1);
        assertThat(google.asked()).hasSize(1);
    }

    @Test
    void gmail401IsOneRefreshAndOneRetry() {
        try (GmailChannel channel = google.channel().build()) {
            is(channel.deliver(Mails.one()), Outcome.SENT, Fault.NONE);
            google.forgetTokens();
            is(channel.deliver(Mails.one()), Outcome.SENT, Fault.NONE);
        }
        assertThat(google.asked()).hasSize(2);
        assertThat(google.sends()).hasSize(3);
        assertThat(google.handed.get()).as("with a token that was good").isEqualTo(2);
        assertThat(google.taken).hasSize(2);
    }

    @Test
    void gmail401AfterTheRefreshTooIsMisconfigured() {
        google.onToken((out, post) -> {
            google.issue(out, post);
            google.forgetTokens();
        });
        DeliveryResult result = deliver();
        is(result, Outcome.MISCONFIGURED, Fault.OURS);
        assertThat(result.reason()).contains("access refused");
        assertThat(google.asked()).hasSize(2);
        assertThat(google.sends()).hasSize(2);
        assertThat(google.handed.get()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "403,rateLimitExceeded,PERMISSION_DENIED",
        "403,userRateLimitExceeded,PERMISSION_DENIED",
        "403,dailyLimitExceeded,PERMISSION_DENIED",
        "403,quotaExceeded,PERMISSION_DENIED",
        "403,RATE_LIMIT_EXCEEDED,RESOURCE_EXHAUSTED",
        "403,x,RESOURCE_EXHAUSTED",
        "429,rateLimitExceeded,RESOURCE_EXHAUSTED",
        "429,x,Y"
    })
    void gmail403OverALimitAnd429AreTemporary(int status, String reason, String name) {
        DeliveryResult result = after(error(status, reason, name));
        is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(result.reason()).contains("too many requests");
        assertThat(result.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "403,domainPolicy,PERMISSION_DENIED,refused by the policy of the domain",
        "403,insufficientPermissions,PERMISSION_DENIED,scope gmail-send missing",
        "403,ACCESS_TOKEN_SCOPE_INSUFFICIENT,PERMISSION_DENIED,scope gmail-send missing",
        "403,accessNotConfigured,PERMISSION_DENIED,gmail api not enabled",
        "403,SERVICE_DISABLED,PERMISSION_DENIED,gmail api not enabled",
        "403,forbidden,PERMISSION_DENIED,access refused",
        "404,notFound,NOT_FOUND,api not found",
        "400,failedPrecondition,FAILED_PRECONDITION,account has no mail service",
        "412,conditionNotMet,FAILED_PRECONDITION,account has no mail service"
    })
    void gmail403OfOtherReasonsIsMisconfigured(int status, String reason, String name, String why) {
        DeliveryResult result = after(error(status, reason, name));
        is(result, Outcome.MISCONFIGURED, Fault.OURS);
        assertThat(result.reason()).contains(why);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 407})
    void aRefusalWithoutAReasonIsMisconfigured(int status) {
        is(after(html(status, "Proxy-Authenticate: Basic realm=\"x\"")), Outcome.MISCONFIGURED, Fault.OURS);
    }

    @ParameterizedTest
    @CsvSource({
        "400,invalidArgument,INVALID_ARGUMENT",
        "400,badRequest,INVALID_ARGUMENT",
        "410,gone,GONE",
        "422,x,Y",
        "400,rateLimitExceeded,INVALID_ARGUMENT"
    })
    void whatElseIsRefusedIsTheRecipientsFault(int status, String reason, String name) {
        is(after(error(status, reason, name)), Outcome.PERMANENT, Fault.RECIPIENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 405, 406, 411, 415, 417, 421, 426, 428, 431, 451})
    void whatHasNothingToDoWithTheMailIsMisconfigured(int status) {
        is(after(html(status)), Outcome.MISCONFIGURED, Fault.OURS);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 425, 499})
    void whatMayComeAfterTheMailWasPassedOnIsUnknown(int status) {
        is(after(error(status, "x", "CANCELLED")), Outcome.UNKNOWN, Fault.PROVIDER);
    }

    @Test
    void a401ThatIsNotGooglesIsUnknownAndTheMailIsHandedOverOnce() {
        google.onSend((out, post) -> {
            google.accept(OutputStream.nullOutputStream(), post);
            html(401, "WWW-Authenticate: Basic realm=\"gateway\"").on(out, post);
        });
        is(deliver(), Outcome.UNKNOWN, Fault.PROVIDER);
        assertThat(google.taken).hasSize(1);
    }

    @Test
    void a403WhoseReasonIsCutMayBeALimit() {
        is(after(raw("HTTP/1.1 403 X\r\nContent-Length: 500\r\n\r\n{\"error\":")), Outcome.TEMPORARY, Fault.PROVIDER);
    }

    @Test
    void aMailThatIsTooLargeIsOurs() {
        is(after(html(413)), Outcome.PERMANENT, Fault.OURS);
    }

    @Test
    void gmail429WithRetryAfterIsToldAsAWait() {
        DeliveryResult result = after(error(429, "rateLimitExceeded", "RESOURCE_EXHAUSTED", "Retry-After: 7"));
        is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(result.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void theTimeThatGmailTellsInItsTextIsAWaitToo() {
        String until =
                Instant.now().plusSeconds(900).truncatedTo(ChronoUnit.MILLIS).toString();
        String text = "User-rate limit exceeded.  Retry after " + until + " (Mail sending)";
        DeliveryResult result = after(error(429, "rateLimitExceeded", "RESOURCE_EXHAUSTED", text, new String[0]));
        assertThat(result.retryAfter().orElseThrow()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @CsvSource({
        "2999-01-01T00:00:00.000Z,PT1H",
        "1999-01-01T00:00:00Z,PT0S",
        "2999-99-99T00:00:00Z,",
        "tomorrow,",
        "0000000000,"
    })
    void anOddTimeInTheTextIsBoundedOrLeftOut(String told, Duration wait) {
        DeliveryResult result =
                after(error(429, "rateLimitExceeded", "RESOURCE_EXHAUSTED", "Retry after " + told, new String[0]));
        is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(result.retryAfter().orElse(null)).isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 599})
    void gmail5xxIsUnknownWhateverTheBody(int status) {
        is(after(html(status)), Outcome.UNKNOWN, Fault.PROVIDER);
        is(after(error(status, "backendError", "INTERNAL")), Outcome.UNKNOWN, Fault.PROVIDER);
        is(after(answer(status, "", "Retry-After: 1")), Outcome.UNKNOWN, Fault.PROVIDER);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308, 408})
    void aRedirectionIsNotFollowedAndUnknown(int status) {
        is(
                after(answer(status, "{\"id\":\"18c\"}", "Location: " + google.address() + "/x")),
                Outcome.UNKNOWN,
                Fault.PROVIDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "42",
                "{}",
                "{\"id\":null}",
                "{\"id\":\"\"}",
                "{\"id\":42}",
                "{\"id\":{}}",
                "<html></html>",
                "{\"id\":\"18c0000",
                "{\"id\":\"493021 ada@example.com\"}"
            })
    void brokenJsonWith200IsUnknown(String body) {
        is(after(answer(200, body)), Outcome.UNKNOWN, Fault.PROVIDER);
    }

    @Test
    void jsonOfGreatDepthIsUnknown() {
        is(after(answer(200, "[".repeat(60_000))), Outcome.UNKNOWN, Fault.PROVIDER);
        is(after(answer(200, "{\"id\":".repeat(10_000))), Outcome.UNKNOWN, Fault.PROVIDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{\"error\":42}",
                "{\"error\":{\"errors\":{}}}",
                "{\"error\":{\"errors\":[null,1]}}",
                "<html>"
            })
    void brokenJsonWith400IsStillARefusal(String body) {
        is(after(answer(400, body)), Outcome.PERMANENT, Fault.RECIPIENT);
    }

    @Test
    void aCutReplyIsUnknown() {
        is(after(raw("HTTP/1.1 200 X\r\nContent-Length: 500\r\n\r\n{\"id\":")), Outcome.UNKNOWN, Fault.PROVIDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 20", "HTTP/1.1 200 X\r\nContent-Le", "nonsense\r\n\r\n"})
    void aDroppedPostIsUnknown(String bytes) {
        is(after(raw(bytes)), Outcome.UNKNOWN, Fault.PROVIDER);
    }

    @Test
    void aRefusalWhoseBodyIsCutIsARefusal() {
        is(after(raw("HTTP/1.1 400 X\r\nContent-Length: 500\r\n\r\n{")), Outcome.PERMANENT, Fault.RECIPIENT);
    }

    @Test
    void aTimeoutIsUnknown() {
        google.onSend(google.stall());
        is(deliver(google.channel().deadline(Duration.ofMillis(500))), Outcome.UNKNOWN, Fault.PROVIDER);
        is(
                deliver(google.channel()
                        .requestTimeout(Duration.ofMillis(500))
                        .deadline(Duration.ofMinutes(5))), // so that nothing else ends it
                Outcome.UNKNOWN,
                Fault.PROVIDER);
        assertThat(google.sends()).hasSize(2);
    }

    @Test
    void aRefusedConnectionIsTemporary() throws IOException {
        int nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = taken.getLocalPort();
        }
        DeliveryResult result = deliver(google.channel().api(URI.create("http://127.0.0.1:" + nobody)));
        is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(result.reason()).contains("no connection");
    }

    @Test
    void anUnknownHostIsTemporary() {
        DeliveryResult result = deliver(google.channel().api(URI.create("https://nowhere.invalid")));
        is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(result.reason()).contains("host unknown");
    }

    @Test
    void aConnectTimeoutIsTemporary() throws IOException {
        // A door that nobody opens, with its waiting places taken: further connections are not answered.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            DeliveryResult result = deliver(google.channel()
                    .api(URI.create("http://127.0.0.1:" + full.getLocalPort()))
                    .connectTimeout(Duration.ofMillis(200))
                    .requestTimeout(Duration.ofMinutes(5)) // so that nothing else ends it
                    .tokenTimeout(Duration.ofMinutes(5))
                    .deadline(Duration.ofMinutes(5)));
            is(result, Outcome.TEMPORARY, Fault.PROVIDER);
            assertThat(result.reason()).contains("no connection");
        }
    }

    @Test
    void aTokenEndpointThatSaysInvalidGrantIsMisconfiguredAndTellsTheLikelyReasons() {
        DeliveryResult result = withoutToken(Google.refusal(400, "invalid_grant"));
        is(result, Outcome.MISCONFIGURED, Fault.OURS);
        assertThat(result.reason()).contains("grant gone - revoked or idle or new password or 7 days testing");
        assertThat(google.asked()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "401,invalid_client,client id or secret refused",
        "401,deleted_client,client id or secret refused",
        "401,unauthorized_client,no delegation of gmail-send to this client",
        "400,invalid_scope,scope gmail-send refused",
        "403,access_denied,scope gmail-send refused",
        "400,something_new,access token refused",
        "404,'',access token refused"
    })
    void aTokenEndpointThatRefusesIsMisconfigured(int status, String error, String why) {
        DeliveryResult result = withoutToken(Google.refusal(status, error));
        is(result, Outcome.MISCONFIGURED, Fault.OURS);
        assertThat(result.reason()).contains(why);
        assertThat(google.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 599, 302, 307})
    void aTokenEndpointInTroubleIsTemporary(int status) {
        is(withoutToken(html(status, "Location: " + google.address() + "/x")), Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(google.posts).as("neither repeated nor redirected").hasSize(1);
    }

    @Test
    void aHungTokenEndpointIsTemporaryWithinItsTime() {
        google.onToken(google.stall());
        DeliveryResult result = deliver(google.channel()
                .tokenTimeout(Duration.ofMillis(300))
                .requestTimeout(Duration.ofMinutes(5)) // so that nothing else ends it
                .deadline(Duration.ofMinutes(5)));
        is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(google.sends()).isEmpty();
        result = deliver(google.channel()
                .tokenTimeout(Duration.ofMinutes(5))
                .requestTimeout(Duration.ofMinutes(5))
                .deadline(Duration.ofMillis(300)));
        is(result, Outcome.TEMPORARY, Fault.PROVIDER);
        assertThat(google.sends()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"access_token\":\"x\"}",
                "{\"access_token\":null,\"expires_in\":1}",
                "{\"access_token\":42,\"expires_in\":3599}",
                "{\"access_token\":\"x\",\"expires_in\":\"soon\"}",
                "{\"access_token\":\"a\\r\\nX: y\",\"expires_in\":3599}",
                "<html></html>"
            })
    void aTokenThatCannotBeReadIsTemporary(String body) {
        is(withoutToken(answer(200, body)), Outcome.TEMPORARY, Fault.PROVIDER);
    }

    @Test
    void aTokenOfGreatDepthIsTemporary() {
        is(withoutToken(answer(200, "[".repeat(60_000))), Outcome.TEMPORARY, Fault.PROVIDER);
        is(withoutToken(answer(200, "{\"x\":".repeat(10_000))), Outcome.TEMPORARY, Fault.PROVIDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 20", "HTTP/1.1 200 X\r\nContent-Length: 500\r\n\r\n{", "nonsense\r\n\r\n"})
    void aTokenEndpointThatHangsUpIsTemporary(String bytes) {
        is(withoutToken(raw(bytes)), Outcome.TEMPORARY, Fault.PROVIDER);
    }

    @Test
    void aRefreshThatFailsAfterA401IsWhatItSaysAndNothingWasSent() {
        try (GmailChannel channel = google.channel().build()) {
            is(channel.deliver(Mails.one()), Outcome.SENT, Fault.NONE);
            google.forgetTokens();
            google.onToken(Google.refusal(400, "invalid_grant"));
            is(channel.deliver(Mails.one()), Outcome.MISCONFIGURED, Fault.OURS);
            google.onToken(html(503));
            is(channel.deliver(Mails.one()), Outcome.TEMPORARY, Fault.PROVIDER);
        }
        assertThat(google.taken).hasSize(1);
        assertThat(google.handed.get()).isEqualTo(1);
    }

    @Test
    void aClosedChannelIsTemporaryAndOurFault() {
        GmailChannel channel = google.channel().build();
        channel.close();
        is(channel.deliver(Mails.one()), Outcome.TEMPORARY, Fault.OURS);
        channel = google.channel().build();
        channel.deliver(Mails.one());
        channel.close();
        is(channel.deliver(Mails.one()), Outcome.TEMPORARY, Fault.OURS);
        assertThat(google.sends()).hasSize(1);
    }

    private void interrupted(Runnable asked, Outcome outcome, Fault fault) throws InterruptedException {
        try (GmailChannel channel =
                google.channel().deadline(Duration.ofSeconds(30)).build()) {
            AtomicReference<DeliveryResult> result = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread sender = new Thread(() -> {
                result.set(channel.deliver(Mails.one()));
                flag.set(Thread.currentThread().isInterrupted());
            });
            sender.start();
            asked.run();
            sender.interrupt();
            sender.join();
            is(result.get(), outcome, fault);
            assertThat(flag.get()).isTrue();
            google.onToken(hangUp());
            google.close(); // what stalls ends, or closing the channel would wait for it
        }
    }

    @Test
    void anInterruptedWaitForTheAnswerIsUnknownAndTheFlagIsKept() throws InterruptedException {
        google.onSend(google.stall());
        interrupted(
                () -> {
                    while (google.sends().isEmpty()) {
                        Thread.onSpinWait();
                    }
                },
                Outcome.UNKNOWN,
                Fault.PROVIDER);
    }

    @Test
    void anInterruptedWaitForTheTokenIsOursAndTheFlagIsKept() throws InterruptedException {
        google.onToken(google.stall());
        interrupted(
                () -> {
                    while (google.asked().isEmpty()) {
                        Thread.onSpinWait();
                    }
                },
                Outcome.TEMPORARY,
                Fault.OURS);
        assertThat(google.sends()).isEmpty();
    }
}
