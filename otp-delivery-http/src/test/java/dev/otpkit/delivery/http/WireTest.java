package dev.otpkit.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.fixtures.HttpSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every provider; each channel's own tests have its faults one by one, over this. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WireTest {
    private static final byte[] BODY = "493021".getBytes(StandardCharsets.US_ASCII);

    private final Sink sink = new Sink();

    static final class Sink extends HttpSink {
        Sink() {
            super(null);
        }

        Sink(SSLContext shown) {
            super(shown);
        }

        @Override
        public void take(OutputStream out, Post post) throws IOException {
            write(out, 200, "text/plain", "taken");
        }
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    private static DeliveryResult result(Runnable call) {
        try {
            call.run();
        } catch (Undelivered known) {
            return known.result();
        }
        throw new AssertionError("there was an answer");
    }

    @Test
    void whatIsSentIsWhatWasGivenAndNoMoreIsSaid() {
        Answer answer = Wire.builder().build().post(sink.address(), Map.of("X-Own", "1"), BODY);
        assertThat(answer).isEqualTo(new Answer(200, Optional.empty(), "taken"));
        assertThat(answer.toString()).isEqualTo("Answer[200]");
        assertThat(sink.posts.get(0).body()).isEqualTo("493021");
        assertThat(sink.posts.get(0).headers())
                .containsOnlyKeys("x-own", "user-agent", "content-length", "host")
                .containsEntry("user-agent", "otpkit");
    }

    @Test
    void eachWaitHasABoundThatNobodyHasToGive() {
        Wire.Builder builder = Wire.builder();
        assertThat(builder.connectTimeout).isEqualTo(Duration.ofSeconds(5));
        assertThat(builder.requestTimeout).isEqualTo(Duration.ofSeconds(10));
        assertThat(builder.deadline).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aCallMayBeGivenLessThanTheDeadline() {
        sink.act(sink.stall());
        Wire wire = Wire.builder()
                .deadline(Duration.ofMinutes(5))
                .requestTimeout(Duration.ofMinutes(5))
                .build();
        DeliveryResult result = result(() -> wire.post(sink.address(), Map.of(), BODY, Duration.ofMillis(200)));
        assertThat(result).isEqualTo(DeliveryResult.unknown().because("no answer in time"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com/",
                "https://u:p@api.example.com/",
                "https://api.example.com/#x",
                "ftp://localhost/",
                "https://api.example.com:65536/"
            })
    void nothingIsSentWhereSecretsCouldLeak(String address) {
        assertThatThrownBy(() -> Wire.builder().build().post(URI.create(address), Map.of(), BODY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address must be https://host/..., or http:// to localhost, without user and fragment");
    }

    @Test
    void aClientThatHasEndedForWantOfThreadsIsReplaced() {
        ExecutorService ended = Executors.newCachedThreadPool();
        ended.shutdown();
        Deque<HttpClient> clients =
                new ArrayDeque<>(List.of(HttpClient.newBuilder().executor(ended).build(), HttpClient.newHttpClient()));
        Wire wire = new Wire(clients::remove, Duration.ofSeconds(10), Duration.ofSeconds(10));
        assertThat(result(() -> wire.post(sink.address(), Map.of(), BODY)))
                .isEqualTo(DeliveryResult.temporary().blaming(Fault.OURS).because("no thread"));
        assertThat(wire.post(sink.address(), Map.of(), BODY).status()).isEqualTo(200);
        assertThat(sink.posts).hasSize(1);
    }

    @Test
    void plainTextTakesNoProxy() {
        ProxySelector before = ProxySelector.getDefault();
        try (Sink proxy = new Sink()) {
            ProxySelector.setDefault(ProxySelector.of(InetSocketAddress.createUnresolved(
                    "127.0.0.1", proxy.address().getPort())));
            assertThat(Wire.builder()
                            .build()
                            .post(sink.address(), Map.of(), BODY)
                            .status())
                    .isEqualTo(200);
            assertThat(proxy.connections.get()).isZero();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    /** The JDK reads that property once, so it takes a JVM of its own. */
    @Test
    void aHostIsTheOneOfItsCertificateWhateverTheJvmIsTold(@TempDir Path folder) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.internal.httpclient.disableHostnameVerification=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WrongHost.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor()).as(printed).isZero();
        assertThat(printed.strip()).endsWith("certificate refused 0");
    }

    @ParameterizedTest
    @CsvSource({
        "javax.net.debug,all",
        "javax.net.debug,ssl:record:plaintext",
        "jdk.httpclient.HttpClient.log,'errors,headers'"
    })
    void aJvmThatPrintsWhatIsSentIsRefused(String property, String value) {
        assertThat(refusalOf(property, value)).startsWith(property + " must not have ");
    }

    @Test
    void aJdkWhoseOwnFileHasItPrintIsRefused(@TempDir Path home) throws IOException {
        Chatter.refuse(home); // a runtime image without that file
        Path file = Files.createDirectory(home.resolve("conf")).resolve("net.properties");
        Files.writeString(file, "java.net.useSystemProxies=false\njdk.httpclient.HttpClient.log=errors\n");
        Chatter.refuse(home);
        Files.writeString(file, "jdk.httpclient.HttpClient.log=errors,headers\n");
        assertThatThrownBy(() -> Chatter.refuse(home))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("jdk.httpclient.HttpClient.log must not have headers");
        System.setProperty("jdk.httpclient.HttpClient.log", "errors"); // which the JDK reads first
        try {
            Chatter.refuse(home);
        } finally {
            System.clearProperty("jdk.httpclient.HttpClient.log");
        }
    }

    @Test
    void aCallThatIsGivenMoreStillEndsByTheDeadline() {
        sink.act(sink.stall());
        Wire wire = Wire.builder()
                .deadline(Duration.ofMillis(200))
                .requestTimeout(Duration.ofMinutes(5))
                .build();
        DeliveryResult result =
                result(() -> wire.post(sink.address(), Map.of(), BODY, Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(result).isEqualTo(DeliveryResult.unknown().because("no answer in time"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "", "errors"})
    void aJvmThatPrintsWhatItsClientDebugsIsRefused(String value) {
        assertThat(refusalOf("jdk.internal.httpclient.debug", value))
                .isEqualTo("jdk.internal.httpclient.debug must not be set: it prints addresses");
    }

    /** What is said where the JVM has this system property. */
    private static String refusalOf(String property, String value) {
        System.setProperty(property, value);
        try {
            Wire.builder().build();
        } catch (IllegalStateException refused) {
            return refused.getMessage();
        } finally {
            System.clearProperty(property);
        }
        throw new AssertionError("it was let through: " + property + "=" + value);
    }

    @Test
    void aWaitIsHeldToItsBoundWhereverItComesFrom() {
        assertThat(new Answer(429, Optional.of(Duration.ofDays(1)), "")
                        .tooMany()
                        .retryAfter())
                .contains(Duration.ofHours(1));
        assertThat(new Answer(429, Optional.empty(), "").tooMany(Instant.MAX).retryAfter())
                .contains(Duration.ofHours(1));
        assertThat(new Answer(429, Optional.empty(), "").tooMany(Instant.MIN).retryAfter())
                .contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://a.example/x", "https://a.example//", "https://a.example/?", "https://a.example/%2F"})
    void aServerHasNoPath(String address) {
        assertThatThrownBy(() -> Addresses.server("api", URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("api must have no ");
        assertThat(Addresses.server("api", URI.create("https://a.example/"))).hasPath("/");
    }

    @Test
    void aHeaderThatIsNoneIsNotRepeated() {
        assertThatThrownBy(() -> Wire.builder()
                        .build()
                        .post(sink.address(), Map.of("Authorization", "Bearer canary\r\nX: y"), BODY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a header's name or value is none")
                .hasNoCause();
        assertThat(sink.posts).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "7,PT7S",
        "0,PT0S",
        "3601,PT1H",
        "999999999,PT1H",
        "'Thu, 01 Jan 2026 00:00:30 GMT',PT30S",
        "'Thu, 01 Jan 1970 00:00:00 GMT',PT0S"
    })
    void aWaitIsSecondsOrADateAndNoLongerThanAnHour(String asked, Duration wait) {
        assertThat(RetryAfter.read(asked, Instant.parse("2026-01-01T00:00:00Z")))
                .contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999", "2026-01-01T00:00:00Z"})
    void anythingElseIsNoWait(String asked) {
        assertThat(RetryAfter.read(asked, Instant.EPOCH)).isEmpty();
    }

    @Test
    void whoWaitsForAnAnswerMayBeInterrupted() throws InterruptedException {
        sink.act(sink.stall());
        AtomicReference<DeliveryResult> result = new AtomicReference<>();
        Thread caller =
                new Thread(() -> result.set(result(() -> Wire.builder().build().post(sink.address(), Map.of(), BODY))));
        caller.start();
        while (sink.posts.isEmpty()) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        caller.join();
        assertThat(result.get()).isEqualTo(DeliveryResult.unknown().because("interrupted"));
    }

    @Test
    void whoIsInterruptedBeforeHasSentNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.currentThread().interrupt();
            DeliveryResult result = result(() -> Wire.builder()
                    .build()
                    .post(URI.create("https://localhost:" + silent.getLocalPort()), Map.of(), BODY));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(result.outcome()).isEqualTo(Outcome.TEMPORARY);
            assertThat(result.fault()).isEqualTo(Fault.OURS);
        }
    }

    @Test
    void aClosedWireRefuses() {
        Wire wire = Wire.builder().build();
        wire.close();
        wire.close();
        assertThat(result(() -> wire.post(sink.address(), Map.of(), BODY)))
                .isEqualTo(DeliveryResult.temporary().blaming(Fault.OURS).because("channel closed"));
        assertThat(sink.posts).isEmpty();
    }
}
