package dev.otpkit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is printed beside the pairs is their own cryptography: no more of it, and no less. */
class CryptographyTest {
    private final CountingProvider provider = new CountingProvider();

    @BeforeEach
    void ask() {
        Security.insertProviderAt(provider, 1);
    }

    @AfterEach
    void forget() {
        Security.removeProvider(provider.getName());
    }

    @Test
    void theLoopAsksForWhatAPairAsksForToTheByte() throws Exception {
        Traffic traffic = new Traffic(3);
        Cryptography loop = new Cryptography();

        provider.asked();
        traffic.pair();
        List<String> ofAPair = provider.asked();
        loop.pair();

        assertThat(provider.asked()).isNotEmpty().containsExactlyInAnyOrderElementsOf(ofAPair);
    }
}
