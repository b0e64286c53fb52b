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
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every provider; each channel's own tests have its faults one by one, over this. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WireTest {
    private static final byte[] BODY = "493021".getBytes(StandardCharsets.US_ASCII);

    private final Sink sink = new Sink();

    private static final class Sink extends HttpSink {
        Sink() {
            super(null);
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
                "ftp://localhost/"
            })
    void nothingIsSentWhereSecretsCouldLeak(String address) {
        assertThatThrownBy(() -> Wire.builder().build().post(URI.create(address), Map.of(), BODY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address must be https://host/..., or http:// to localhost, without user and fragment");
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
