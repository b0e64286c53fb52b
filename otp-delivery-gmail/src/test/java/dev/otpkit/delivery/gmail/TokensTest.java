package dev.otpkit.delivery.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.http.Undelivered;
import dev.otpkit.fixtures.Overheard;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(google.asked()).hasSize(2);
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
        try (GmailChannel channel = google.channel().build()) {
            channel.deliver(Mails.one());
        }
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

    /** Credentials that never come to an end. */
    private DeliveryResult hanging(Duration tokenTimeout, Duration deadline) {
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
                .tokenTimeout(tokenTimeout)
                .deadline(deadline)
                .build()) {
            return channel.deliver(Mails.one());
        } finally {
            never.countDown();
        }
    }

    @Test
    void credentialsThatHangHoldNobodyUpForLonger() {
        DeliveryResult result = hanging(Duration.ofMillis(200), Duration.ofMinutes(5));
        assertThat(result).isEqualTo(DeliveryResult.temporary().because("no access token in time"));
        assertThat(google.posts).isEmpty();
    }

    @Test
    void theDeadlineIsThatOfTokenAndMailTogether() {
        DeliveryResult result = hanging(Duration.ofMinutes(5), Duration.ofMillis(200));
        assertThat(result).isEqualTo(DeliveryResult.temporary().because("no access token in time"));
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
    void aClassThatIsMissingIsOursAndToldByItsName() {
        try (Overheard heard = new Overheard();
                GmailChannel channel =
                        with(new Throwing(new NoClassDefFoundError("canary"))).build()) {
            assertThat(channel.deliver(Mails.one())).isEqualTo(DeliveryResult.misconfigured("a class is missing"));
            settle();
            assertThat(heard.text()).contains("java.lang.NoClassDefFoundError").doesNotContain("canary");
        }
    }

    /** It says nothing of the credentials, as a pool that was shut down does not. */
    @Test
    void anIllegalStateIsNoRefusalUnlessATokenWasThere() {
        for (Exception thrown : List.of(
                new IllegalStateException("x"),
                new IOException("x", new IllegalStateException("Connection pool shut down")))) {
            try (GmailChannel channel = with(new Throwing(thrown)).build()) {
                assertThat(channel.deliver(Mails.one()))
                        .isEqualTo(DeliveryResult.temporary().because("no access token"));
            }
        }
    }

    @Test
    void aTokenThatCannotBeUsedIsAskedForAgain() {
        for (String token : List.of("ya29.\u00e9", "", " ", "x".repeat(20_000))) {
            google.onToken(Google.answer(200, "{\"access_token\":\"" + token + "\",\"expires_in\":3599}"));
            try (GmailChannel channel = google.channel().build()) {
                assertThat(channel.deliver(Mails.one()))
                        .isEqualTo(DeliveryResult.temporary().because("no access token"));
                google.onToken(google::issue);
                assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.SENT);
            }
        }
    }

    @Test
    void whereNoThreadIsToBeHadNothingIsSentAndTheNextOneIsTried() {
        AtomicInteger asked = new AtomicInteger();
        Grant grant = Grant.ofOnesOwn(new Held(Instant.now().plusSeconds(3600)));
        Tokens tokens = new Tokens(grant, Duration.ofSeconds(10), task -> {
            if (asked.getAndIncrement() == 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            task.run();
        });
        assertThatThrownBy(() -> tokens.get(null, Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(
                        Undelivered.class,
                        known -> assertThat(known.result())
                                .isEqualTo(DeliveryResult.temporary()
                                        .blaming(DeliveryResult.Fault.OURS)
                                        .because("no thread")));
        assertThat(tokens.get(null, Duration.ofSeconds(10)).headers()).containsEntry("Authorization", "Bearer held-1");
    }

    @Test
    void aTokenIsPrintedByNobody() {
        Grant grant = Grant.ofOnesOwn(new Held(Instant.now().plusSeconds(3600)));
        Tokens.Token token = new Tokens(grant, Duration.ofSeconds(10)).get(null, Duration.ofSeconds(10));
        assertThat(token.headers().toString()).contains("held-1");
        assertThat(token + "" + grant + Json.of("{\"id\":\"held-1\"}")).doesNotContain("held");
    }

    /** A log that is slow, or in trouble, is nobody's to wait for. */
    @Test
    void whoWaitsForATokenDoesNotWaitForTheLog() {
        CountDownLatch goOn = new CountDownLatch(1);
        Handler stuck = new Handler() {
            @Override
            public void publish(LogRecord record) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(GmailChannel.class.getName());
        log.addHandler(stuck);
        google.onToken(Google.refusal(400, "invalid_grant"));
        try (GmailChannel channel = google.channel().build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(channel.deliver(Mails.one()).outcome()).isEqualTo(Outcome.MISCONFIGURED);
            }
        } finally {
            goOn.countDown();
            log.removeHandler(stuck);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "Content-Length", "Connection", "a b", ""})
    void whatCanBeNoHeaderIsOursAndNothingIsSent(String name) {
        try (GmailChannel channel = with(new GoogleCredentials() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public Map<String, List<String>> getRequestMetadata(URI uri) {
                        return Map.of(name, List.of("x"));
                    }
                })
                .build()) {
            assertThat(channel.deliver(Mails.one())).isEqualTo(DeliveryResult.misconfigured("credentials unusable"));
        }
        assertThat(google.posts).isEmpty();
    }

    @Test
    void headersOfCredentialsAreNotGivenTwice() {
        try (GmailChannel channel = with(new GoogleCredentials() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public Map<String, List<String>> getRequestMetadata(URI uri) {
                        return Map.of("content-type", List.of("text/plain"), "accept", List.of("text/html"));
                    }
                })
                .build()) {
            channel.deliver(Mails.one());
        }
        assertThat(google.sends().get(0).headers())
                .containsEntry("content-type", "application/json; charset=UTF-8")
                .containsEntry("accept", "application/json");
    }

    @Test
    void aGrantThatAllowsMoreThanSendingIsToldOnce() {
        google.scope = "https://www.googleapis.com/auth/gmail.send https://mail.google.com/";
        google.tokenLife = 30; // another one each time
        try (Overheard heard = new Overheard();
                GmailChannel channel = google.channel().build()) {
            channel.deliver(Mails.one());
            channel.deliver(Mails.one());
            settle();
            assertThat(heard.text().split("the grant allows more", -1)).hasSize(2);
        }
        google.scope = "https://www.googleapis.com/auth/gmail.send";
        try (Overheard heard = new Overheard();
                GmailChannel channel = google.channel().build()) {
            channel.deliver(Mails.one());
            settle();
            assertThat(heard.text()).doesNotContain("the grant allows more");
        }
    }

    private static List<Thread> fetching() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("otpkit-gmail-token"))
                .toList();
    }

    @Test
    void aTokenIsFetchedByADaemonThatThenEnds() {
        google.onToken(google.stall());
        try (GmailChannel channel =
                google.channel().tokenTimeout(Duration.ofMillis(100)).build()) {
            Thread sender = new Thread(() -> channel.deliver(Mails.one()));
            sender.start();
            while (google.asked().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(fetching()).isNotEmpty().allMatch(Thread::isDaemon);
        }
        settle();
    }

    /** What is logged is logged behind the answer. */
    private static void settle() {
        while (!fetching().isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
