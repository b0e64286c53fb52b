package dev.otpkit.delivery.twilio;

import static dev.otpkit.delivery.twilio.Sink.answer;
import static dev.otpkit.delivery.twilio.Sink.hangUp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.fixtures.Certificates;
import dev.otpkit.fixtures.RefusingProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way to Twilio: one POST, bounded in time and size, whatever the server does. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransportTest {
    private final Sink sink = new Sink();

    @AfterEach
    void stop() {
        sink.close();
    }

    private Outcome deliver(TwilioChannel.Builder builder) {
        try (TwilioChannel channel = builder.build()) {
            return channel.deliver(Messages.sms()).outcome();
        }
    }

    @Test
    void aConnectionIsKept() {
        try (TwilioChannel channel = sink.sms().build()) {
            for (int i = 0; i < 20; i++) {
                assertThat(channel.deliver(Messages.sms()).outcome()).isEqualTo(Outcome.SENT);
            }
        }
        assertThat(sink.connections.get()).isEqualTo(1);
        assertThat(sink.posts).hasSize(20);
    }

    @Test
    void aKeptConnectionThatIsDroppedAfterTheRequestIsNotTriedAgain() {
        for (int i = 1; i <= 20; i++) {
            sink.posts.clear();
            try (TwilioChannel channel = sink.sms().build()) {
                sink.act(sink::take);
                assertThat(channel.deliver(Messages.sms()).outcome()).isEqualTo(Outcome.SENT);
                sink.act(hangUp());
                assertThat(channel.deliver(Messages.sms()).outcome()).isEqualTo(Outcome.UNKNOWN);
            }
            assertThat(sink.posts).hasSize(2);
        }
    }

    /** The JDK reads that property once, so it takes a JVM of its own. */
    @Test
    void nothingIsRepeatedEvenWhereTheJvmIsToldToRepeatAll() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.httpclient.enableAllMethodRetry=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Repeating.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor()).as(printed).isZero();
        assertThat(printed.strip()).endsWith("UNKNOWN 2");
    }

    @Test
    void idleConnectionsThatAreDroppedLeaveEveryAnswerTrue() {
        AtomicInteger numbers = new AtomicInteger();
        try (TwilioChannel channel = sink.sms().build()) {
            for (int i = 0; i < 100; i++) {
                int before = sink.taken.size();
                DeliveryResult result = channel.deliver(Messages.code(Recipient.sms(Messages.number(numbers))));
                int taken = sink.taken.size() - before;
                assertThat(taken).isLessThanOrEqualTo(1);
                assertThat(result.outcome() == Outcome.SENT).isEqualTo(taken == 1);
                assertThat(result.outcome()).isNotIn(Outcome.PERMANENT, Outcome.MISCONFIGURED);
                sink.dropAll();
            }
        }
    }

    @Test
    void aRedirectionLeadsNowhere() {
        try (Sink elsewhere = new Sink()) {
            for (int status : new int[] {301, 302, 307, 308}) {
                sink.act(answer(status, "", "Location: " + elsewhere.address() + "/2010-04-01/x"));
                assertThat(deliver(sink.sms())).isEqualTo(Outcome.UNKNOWN);
            }
            assertThat(elsewhere.connections.get()).isZero();
            assertThat(sink.posts).hasSize(4);
        }
    }

    @Test
    void anAnswerWithoutEndIsLeftBeforeTheDeadline() {
        sink.act(sink.flood(201));
        assertThat(deliver(sink.sms().deadline(Duration.ofMinutes(5)))).isEqualTo(Outcome.UNKNOWN);
        sink.act(sink.flood(400));
        assertThat(deliver(sink.sms().deadline(Duration.ofMinutes(5)))).isEqualTo(Outcome.PERMANENT);
        assertThat(sink.posts).hasSize(2);
    }

    @Test
    void anAnswerOfSixtyFourKibibytesIsReadAndOneByteMoreIsNot() {
        String sid = "SM" + "0".repeat(32);
        String json = "{\"sid\":\"" + sid + "\",\"pad\":\"\"}";
        String pad = "x".repeat(64 * 1024 - json.length());
        sink.act(answer(201, json.replace("\"\"", '"' + pad + '"')));
        assertThat(deliver(sink.sms())).isEqualTo(Outcome.SENT);
        sink.act(answer(201, json.replace("\"\"", '"' + pad + "x\"")));
        assertThat(deliver(sink.sms())).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aDrippingAnswerEndsByTheDeadline() {
        sink.act(sink.drip(201));
        assertThat(deliver(sink.sms().deadline(Duration.ofMillis(300)))).isEqualTo(Outcome.UNKNOWN);
        sink.act(sink.drip(400)); // refused by its first line
        assertThat(deliver(sink.sms().deadline(Duration.ofMillis(300)))).isEqualTo(Outcome.PERMANENT);
        assertThat(sink.posts).hasSize(2);
    }

    @Test
    void twoHundredThreadsSendTwoHundredMessages() throws Exception {
        AtomicInteger numbers = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(200);
        try (TwilioChannel channel = sink.sms().deadline(Duration.ofMinutes(1)).build()) {
            CountDownLatch ready = new CountDownLatch(200);
            List<Future<DeliveryResult>> results = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Callable<DeliveryResult> send = () -> {
                    ready.countDown();
                    ready.await();
                    return channel.deliver(Messages.code(Recipient.sms(Messages.number(numbers))));
                };
                results.add(threads.submit(send));
            }
            Set<String> names = new HashSet<>();
            for (Future<DeliveryResult> result : results) {
                assertThat(result.get().outcome()).isEqualTo(Outcome.SENT);
                names.add(result.get().reference().orElseThrow());
            }
            assertThat(names).hasSize(200);
            assertThat(sink.posts).hasSize(200);
            assertThat(sink.posts.stream().map(post -> post.one("To")).distinct())
                    .hasSize(200);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closingWaitsForWhatIsUnderWayAndRefusesWhatComes() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        sink.act((out, post) -> {
            asked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            sink.take(out, post);
        });
        TwilioChannel channel = sink.sms().deadline(Duration.ofMinutes(1)).build();
        AtomicReference<DeliveryResult> underWay = new AtomicReference<>();
        Thread sender = new Thread(() -> underWay.set(channel.deliver(Messages.sms())));
        sender.start();
        asked.await();
        Thread closer = new Thread(channel::close);
        closer.start();
        while (closer.getState() != Thread.State.TIMED_WAITING) {
            assertThat(closer.getState()).isNotEqualTo(Thread.State.TERMINATED);
        }
        DeliveryResult late = channel.deliver(Messages.sms());
        assertThat(late.outcome()).isEqualTo(Outcome.TEMPORARY);
        assertThat(late.fault()).isEqualTo(DeliveryResult.Fault.OURS);
        assertThat(closer.isAlive()).isTrue();
        goOn.countDown();
        closer.join();
        sender.join();
        assertThat(underWay.get().outcome()).isEqualTo(Outcome.SENT);
        assertThat(sink.posts).hasSize(1);
    }

    @Test
    void noThreadOfAClosedChannelStays() {
        for (int i = 0; i < 5; i++) {
            assertThat(deliver(sink.sms())).isEqualTo(Outcome.SENT);
        }
        assertThat(selectors()).isPositive();
        for (int i = 0; selectors() > 0 && i < 6_000; i++) {
            System.gc();
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(selectors()).isZero();
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("SelectorManager"))
                .count();
    }

    @Test
    void plainTextTakesNoProxy() {
        ProxySelector before = ProxySelector.getDefault();
        try (Sink proxy = new Sink()) {
            ProxySelector.setDefault(ProxySelector.of(InetSocketAddress.createUnresolved(
                    "127.0.0.1", proxy.address().getPort())));
            assertThat(deliver(sink.sms())).isEqualTo(Outcome.SENT);
            assertThat(proxy.connections.get()).isZero();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "407,'Proxy-Authenticate: Basic realm=\"x\"',MISCONFIGURED,OURS,proxy refused",
        "407,X: y,MISCONFIGURED,OURS,proxy refused",
        "403,X: y,TEMPORARY,PROVIDER,connection lost",
        "502,X: y,TEMPORARY,PROVIDER,connection lost"
    })
    void aProxyThatLeadsNowhereIsToldApartFromTwilio(
            int status, String header, Outcome outcome, DeliveryResult.Fault fault, String reason) throws IOException {
        try (RefusingProxy proxy =
                        new RefusingProxy("HTTP/1.1 " + status + " X\r\n" + header + "\r\nContent-Length: 0\r\n\r\n");
                TwilioChannel channel = TwilioChannel.builder()
                        .account(Sink.SID, Sink.TOKEN)
                        .countries("GB")
                        .sms("ACME")
                        .region("ie1", "dublin")
                        .build()) {
            DeliveryResult result = channel.deliver(Messages.sms());
            assertThat(result.outcome()).as("%s", result).isEqualTo(outcome);
            assertThat(result.fault()).isEqualTo(fault);
            assertThat(result.reason()).contains(reason);
            assertThat(proxy.asked).containsExactly("CONNECT api.dublin.ie1.twilio.com:443 HTTP/1.1");
        }
    }

    @Test
    void aCertificateMustBeTrustedAndOfThatHost(@TempDir Path folder) {
        Certificates certificates = new Certificates(folder);
        try (Sink good = new Sink(certificates.server("localhost"));
                Sink bad = new Sink(certificates.server("elsewhere.test"))) {
            assertThat(deliver(good.sms().trust(certificates.trusting()))).isEqualTo(Outcome.SENT);
            assertThat(deliver(good.sms())).isEqualTo(Outcome.MISCONFIGURED);
            assertThat(deliver(bad.sms().trust(certificates.trusting()))).isEqualTo(Outcome.MISCONFIGURED);
            assertThat(good.posts).hasSize(1);
            assertThat(bad.posts).isEmpty();
        }
    }
}
