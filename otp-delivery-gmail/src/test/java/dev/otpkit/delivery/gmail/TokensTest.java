package dev.otpkit.delivery.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Access tokens: one refresh for all, bounded for each, and anew when they end or are refused. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TokensTest {
    private static final int THREADS = 200;
    private final Google google = new Google();

    @AfterEach
    void stop() {
        google.close();
    }

    private static List<DeliveryResult> fromTwoHundredThreads(GmailChannel channel) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch ready = new CountDownLatch(THREADS);
            List<Future<DeliveryResult>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String address = "ada" + i + "@example.com";
                Callable<DeliveryResult> send = () -> {
                    ready.countDown();
                    ready.await();
                    return channel.deliver(Mails.to(address));
                };
                results.add(threads.submit(send));
            }
            List<DeliveryResult> all = new ArrayList<>();
            for (Future<DeliveryResult> result : results) {
                all.add(result.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void twoHundredThreadsShareOneRefresh() throws Exception {
        try (GmailChannel channel =
                google.channel().deadline(Duration.ofMinutes(1)).build()) {
            assertThat(fromTwoHundredThreads(channel))
                    .allMatch(result -> result.outcome() == Outcome.SENT)
                    .extracting(DeliveryResult::reference)
                    .doesNotHaveDuplicates();
            assertThat(google.asked()).hasSize(1);
            assertThat(google.taken).hasSize(THREADS);
            assertThat(google.sends()).hasSize(THREADS);
        }
    }

    @Test
    void twoHundredThreadsWhoseTokenIsRefusedShareOneRefresh() throws Exception {
        try (GmailChannel channel =
                google.channel().deadline(Duration.ofMinutes(1)).build()) {
            channel.deliver(Mails.one());
            google.forgetTokens();
            assertThat(fromTwoHundredThreads(channel)).allMatch(result -> result.outcome() == Outcome.SENT);
            assertThat(google.asked()).hasSize(2);
            assertThat(google.taken).hasSize(THREADS + 1);
            assertThat(google.handed.get()).isEqualTo(THREADS + 1);
        }
    }

    @Test
    void whoComesLateWithARefusedTokenTakesTheNewOne() {
        Grant grant = Grant.ofOnesOwn(new Held(Instant.now().plusSeconds(3600)));
        Tokens tokens = new Tokens(grant, Duration.ofSeconds(10));
        Tokens.Token first = tokens.get(null, Duration.ofSeconds(10));
        Tokens.Token second = tokens.get(first, Duration.ofSeconds(10));
        assertThat(second).isNotSameAs(first);
        assertThat(tokens.get(first, Duration.ofSeconds(10))).isSameAs(second);
        assertThat(((Held) grant.credentials()).fetched.get()).isEqualTo(2);
    }

    @Test
    void aTokenThatHasLongToLiveIsKept() {
        try (GmailChannel channel = google.channel().build()) {
            for (int i = 0; i < 20; i++) {
                channel.deliver(Mails.one());
            }
        }
        assertThat(google.asked()).hasSize(1);
    }

    @Test
    void aTokenThatIsAboutToEndIsUsedWhileTheNextIsFetched() throws Exception {
        google.tokenLife = 240; // longer than the margin, shorter than early
        CountDownLatch goOn = new CountDownLatch(1);
        try (GmailChannel channel = google.channel().build()) {
            assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.SENT);
            google.tokenLife = 3599;
            google.onToken((out, post) -> afterwards(goOn, out, post));
            assertThat(channel.deliver(Mails.one()).outcome()).as("at once").isEqualTo(Outcome.SENT);
            goOn.countDown();
            while (google.asked().size() < 2) {
                Thread.onSpinWait();
            }
        }
        assertThat(google.taken).hasSize(2);
    }

    private void afterwards(CountDownLatch goOn, OutputStream out, Google.Post post) throws IOException {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        google.issue(out, post);
    }

    @Test
    void whileATokenIsGoodAnEndpointInTroubleIsNotAskedForEachMail() {
        google.tokenLife = 240;
        try (GmailChannel channel = google.channel().build()) {
            assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.SENT);
            google.onToken(Google.html(503));
            for (int i = 0; i < 200; i++) {
                assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.SENT);
            }
        }
        assertThat(google.asked()).hasSize(2);
    }

    @Test
    void aTokenAtItsEndIsNotUsed() {
        google.tokenLife = 30;
        try (GmailChannel channel = google.channel().build()) {
            channel.deliver(Mails.one());
            channel.deliver(Mails.one());
        }
        assertThat(google.asked().size()).isGreaterThanOrEqualTo(2);
        assertThat(google.sends().stream()
                        .map(post -> post.headers().get("authorization"))
                        .distinct())
                .hasSize(2);
    }

    @Test
    void aTokenEndpointThatIsBackIsAskedAgain() {
        try (GmailChannel channel = google.channel().build()) {
            google.onToken(Google.html(503));
            assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.TEMPORARY);
            google.onToken(google::issue);
            assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.SENT);
        }
    }

    @Test
    void whatIsAskedForIsExactlyTheGrant() {
        google.channel().build().deliver(Mails.one());
        assertThat(google.asked().get(0).form())
                .isEqualTo(Map.of(
                        "client_id", List.of(Google.CLIENT),
                        "client_secret", List.of(Google.SECRET),
                        "refresh_token", List.of(Google.REFRESH),
                        "grant_type", List.of("refresh_token")));
        assertThat(google.asked().get(0).headers()).doesNotContainKeys("authorization", "accept-encoding");
    }

    /** Credentials that an application holds. */
    private static class Held extends GoogleCredentials {
        private static final long serialVersionUID = 1;
        final transient AtomicInteger fetched = new AtomicInteger();
        private final transient Instant end;

        Held(Instant end) {
            this.end = end;
        }

        @Override
        public AccessToken refreshAccessToken() throws IOException {
            return new AccessToken("held-" + fetched.incrementAndGet(), Date.from(end));
        }
    }

    private GmailChannel.Builder with(GoogleCredentials credentials) {
        return GmailChannel.builder()
                .credentials(credentials)
                .from("otp@acme.test")
                .api(google.address())
                .deadline(Duration.ofSeconds(10));
    }

    private String said(GoogleCredentials credentials) {
        try (GmailChannel channel = with(credentials).build()) {
            channel.deliver(Mails.one()); // 401 twice: this Google has issued none of these
        }
        return String.join(
                " ",
                google.sends().stream()
                        .map(post -> post.headers().get("authorization"))
                        .toList());
    }

    @Test
    void anyCredentialsAreGoodIncludingAnotherTokenAfterARefusal() {
        assertThat(said(new Held(Instant.now().plusSeconds(3600)))).isEqualTo("Bearer held-1 Bearer held-2");
        assertThat(google.asked()).isEmpty();
    }

    @Test
    void credentialsThatCanNotBeRefreshedAreMisconfiguredWhenTheyAreRefused() {
        GoogleCredentials fixed = GoogleCredentials.create(new AccessToken("fixed", null));
        try (GmailChannel channel = with(fixed).build()) {
            DeliveryResult result = channel.deliver(Mails.one());
            assertThat(result).isEqualTo(DeliveryResult.misconfigured("no new access token"));
        }
        assertThat(google.sends()).hasSize(1);
    }

    @Test
    void credentialsWithoutAScopeAreNarrowedToSending() {
        List<String> scopes = new ArrayList<>();
        said(new Held(Instant.now().plusSeconds(3600)) {
            private static final long serialVersionUID = 1;

            @Override
            public boolean createScopedRequired() {
                return scopes.isEmpty();
            }

            @Override
            public GoogleCredentials createScoped(Collection<String> given) {
                scopes.addAll(given);
                return this;
            }
        });
        assertThat(scopes).containsExactly("https://www.googleapis.com/auth/gmail.send");
    }

    @Test
    void credentialsThatHangHoldNobodyUpForLonger() {
        CountDownLatch never = new CountDownLatch(1);
        try (GmailChannel channel = with(new Held(Instant.now()) {
                    private static final long serialVersionUID = 1;

                    @Override
                    public AccessToken refreshAccessToken() throws IOException {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        return super.refreshAccessToken();
                    }
                })
                .tokenTimeout(Duration.ofMillis(200))
                .build()) {
            DeliveryResult result = channel.deliver(Mails.one());
            assertThat(result.outcome()).isEqualTo(Outcome.TEMPORARY);
            assertThat(result.fault()).isEqualTo(Fault.PROVIDER);
            assertThat(result.reason()).contains("no access token in time");
        } finally {
            never.countDown();
        }
        assertThat(google.posts).isEmpty();
    }

    /** Past whatever Google's own class would catch. */
    private static final class Throwing extends GoogleCredentials {
        private static final long serialVersionUID = 1;
        private final transient Throwable thrown;

        Throwing(Throwable thrown) {
            this.thrown = thrown;
        }

        @Override
        public Map<String, List<String>> getRequestMetadata(URI uri) throws IOException {
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            throw (IOException) thrown;
        }
    }

    @Test
    void credentialsThatThrowAnythingAtAllAreToldToEveryoneWhoWaits() {
        for (Throwable thrown :
                List.of(new StackOverflowError(), new IOException("ya29.x"), new NullPointerException())) {
            try (GmailChannel channel = with(new Throwing(thrown)).build()) {
                assertThat(channel.deliver(Mails.one()))
                        .isEqualTo(DeliveryResult.temporary().because("no access token"));
            }
        }
    }

    @Test
    void noThreadStaysAfterARefresh() {
        google.channel().build().deliver(Mails.one());
        Set<Thread> alive = Thread.getAllStackTraces().keySet();
        assertThat(alive)
                .filteredOn(thread -> thread.getName().equals("otpkit-gmail-token"))
                .allMatch(Thread::isDaemon);
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("otpkit-gmail-token"))) {
            Thread.onSpinWait();
        }
    }
}
