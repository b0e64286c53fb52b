package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpService;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.RateLimiter;
import dev.otpkit.store.OtpBackend;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    /** As a reader's own backend is. */
    private record Local(OtpBackend rows) implements OtpBackend {
        @Override
        public String name() {
            return "local";
        }

        @Override
        public boolean shared() {
            return false;
        }

        @Override
        public OtpStore store() {
            return rows.store();
        }

        @Override
        public RateLimiter limiter() {
            return rows.limiter();
        }
    }

    static class MyBackendTest implements OtpStoreContract.Clocked, RateLimiterContract.Clocked {
        private final MutableClock clock = new MutableClock();

        @Override
        public OtpBackend backend() {
            return PlainRows.backend(clock);
        }

        @Override
        public Optional<MutableClock> clock() {
            return Optional.of(clock);
        }
    }

    @Test
    void whatTheReadmeShowsWorks() {
        OtpInbox inbox = new OtpInbox();
        FaultyBackend backend = new FaultyBackend(new Local(PlainRows.backend(new MutableClock())));
        OtpKey login = OtpKey.of("login", "user-42");
        Recipient ada = Recipient.email("ada@example.com");
        Recipient bob = Recipient.email("bob@example.com");

        OtpService otp = OtpService.builder()
                .backend(backend)
                .channel(inbox)
                .purpose("login")
                .development()
                .build();

        otp.request(login, ada);
        String code = inbox.awaitCode(ada);
        assertThat(otp.verify(login, code).accepted()).isTrue();

        otp.request(login, bob);
        backend.always(SimulatedFault.refusing(StoreException.Kind.UNREACHABLE));
        assertThatThrownBy(() -> otp.verify(login, inbox.awaitCode(bob))).isInstanceOf(StoreException.class);
        otp.close();
    }

    @Test
    void theReadmesCodeIsTheCodeOfThisClass() throws IOException {
        String here = tidy(Files.readString(Path.of("src/test/java/dev/otpkit/testkit/ReadmeTest.java")));
        String[] blocks = Files.readString(Path.of("README.md")).split("```");
        assertThat(blocks).hasSize(5);
        for (int i = 1; i < blocks.length; i += 2) {
            assertThat(here.replace("static class", "class")).contains(tidy(blocks[i].substring("java".length())));
        }
    }

    private static String tidy(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
