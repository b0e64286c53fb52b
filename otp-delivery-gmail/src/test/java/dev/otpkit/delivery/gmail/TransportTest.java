package dev.otpkit.delivery.gmail;

import static dev.otpkit.delivery.gmail.Google.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.fixtures.Certificates;
import dev.otpkit.fixtures.RefusingProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way to Google: one request for each mail, bounded in time and size, whatever the servers do. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransportTest {
    private final Google google = new Google();

    @AfterEach
    void stop() {
        google.close();
    }

    private static Outcome deliver(GmailChannel.Builder builder) {
        try (GmailChannel channel = builder.build()) {
            return channel.deliver(Mails.one()).outcome();
        }
    }

    @Test
    void aConnectionIsKept() {
        try (GmailChannel channel = google.channel().build()) {
            for (int i = 0; i < 20; i++) {
                assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.SENT);
            }
        }
        assertThat(google.connections.get()).isEqualTo(1);
    }

    @Test
    void aKeptConnectionThatIsDroppedAfterTheRequestIsNotTriedAgain() {
        for (int i = 1; i <= 20; i++) {
            google.posts.clear();
            try (GmailChannel channel = google.channel().build()) {
                google.onSend(google::accept);
                assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.SENT);
                google.onSend(Google.hangUp());
                assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.UNKNOWN);
            }
            assertThat(google.sends()).hasSize(2);
        }
    }

    /** The JDK reads that property once, so it takes a JVM of its own. */
    @Test
    void nothingIsRepeatedEvenWhereTheJvmIsToldToRepeatAll() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.httpclient.enableAllMethodRetry=true",
                        "-Dsun.net.http.retryPost=true",
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
        try (GmailChannel channel = google.channel().build()) {
            for (int i = 0; i < 100; i++) {
                int before = google.taken.size();
                DeliveryResult result = channel.deliver(Mails.to("ada" + i + "@example.com"));
                int taken = google.taken.size() - before;
                assertThat(taken).isLessThanOrEqualTo(1);
                assertThat(result.outcome() == Outcome.SENT).isEqualTo(taken == 1);
                assertThat(result.outcome()).isNotIn(Outcome.PERMANENT, Outcome.MISCONFIGURED);
                google.dropAll();
            }
        }
    }

    @Test
    void aRedirectionLeadsNowhereForTheMailAndForTheToken() {
        try (Google elsewhere = new Google()) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                google.onSend(answer(status, "", "Location: " + elsewhere.address() + "/gmail/v1/x"));
                assertThat(deliver(google.channel())).isEqualTo(Outcome.UNKNOWN);
                google.onToken(answer(status, "", "Location: " + elsewhere.address() + "/token"));
                assertThat(deliver(google.channel())).isEqualTo(Outcome.TEMPORARY);
                google.onToken(google::issue);
            }
            assertThat(elsewhere.connections.get()).isZero();
        }
    }

    @Test
    void anAnswerWithoutEndIsLeftBeforeTheDeadline() {
        google.onSend(google.flood(200));
        assertThat(deliver(google.channel().deadline(Duration.ofMinutes(5)))).isEqualTo(Outcome.UNKNOWN);
        google.onSend(google.flood(400));
        assertThat(deliver(google.channel().deadline(Duration.ofMinutes(5)))).isEqualTo(Outcome.PERMANENT);
        google.onToken(google.flood(200));
        assertThat(deliver(google.channel().deadline(Duration.ofMinutes(5)))).isEqualTo(Outcome.TEMPORARY);
        assertThat(google.sends()).hasSize(2);
    }

    @Test
    void aDrippingAnswerEndsByTheDeadline() {
        google.onSend(google.drip(200));
        assertThat(deliver(google.channel().deadline(Duration.ofMillis(500)))).isEqualTo(Outcome.UNKNOWN);
        google.onToken(google.drip(200));
        assertThat(deliver(google.channel().tokenTimeout(Duration.ofMillis(300))))
                .isEqualTo(Outcome.TEMPORARY);
        assertThat(google.sends()).hasSize(1);
    }

    @Test
    void closingWaitsForWhatIsUnderWayAndRefusesWhatComes() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        google.onSend((out, post) -> {
            asked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            google.accept(out, post);
        });
        GmailChannel channel = google.channel().deadline(Duration.ofMinutes(1)).build();
        AtomicReference<DeliveryResult> underWay = new AtomicReference<>();
        Thread sender = new Thread(() -> underWay.set(channel.deliver(Mails.one())));
        sender.start();
        asked.await();
        Thread closer = new Thread(channel::close);
        closer.start();
        while (closer.getState() != Thread.State.TIMED_WAITING) {
            assertThat(closer.getState()).isNotEqualTo(Thread.State.TERMINATED);
        }
        assertThat(channel.deliver(Mails.one()).fault()).isEqualTo(DeliveryResult.Fault.OURS);
        goOn.countDown();
        closer.join();
        sender.join();
        assertThat(underWay.get().outcome()).isEqualTo(Outcome.SENT);
        assertThat(google.sends()).hasSize(1);
    }

    @Test
    void aProxyThatRefusesIsToldApartFromGoogle() throws IOException {
        try (RefusingProxy proxy = new RefusingProxy("HTTP/1.1 407 X\r\nContent-Length: 0\r\n\r\n");
                GmailChannel channel = GmailChannel.builder()
                        .refreshToken(Google.CLIENT, Google.SECRET, Google.REFRESH)
                        .from("otp@acme.test")
                        .build()) {
            assertThat(channel.deliver(Mails.one())).isEqualTo(DeliveryResult.misconfigured("proxy refused"));
            assertThat(proxy.asked).containsExactly("CONNECT oauth2.googleapis.com:443 HTTP/1.1");
        }
    }

    @Test
    void aCertificateMustBeTrustedAndOfThatHost(@TempDir Path folder) {
        Certificates certificates = new Certificates(folder);
        try (Google good = new Google(certificates.server("localhost"));
                Google bad = new Google(certificates.server("elsewhere.test"))) {
            assertThat(deliver(good.channel().trust(certificates.trusting()))).isEqualTo(Outcome.SENT);
            assertThat(deliver(good.channel())).isEqualTo(Outcome.MISCONFIGURED);
            assertThat(deliver(bad.channel().trust(certificates.trusting()))).isEqualTo(Outcome.MISCONFIGURED);
            assertThat(good.sends()).hasSize(1);
            assertThat(bad.posts).isEmpty();
        }
    }
}
