package dev.otpkit.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.fixtures.Readme;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled here. */
class ReadmeTest {
    static DeliveryResult shown(URI address, byte[] body) {
        // README
        try (Wire wire = Wire.builder().connectTimeout(Duration.ofSeconds(2)).build()) {
            Answer answer = wire.post(address, Map.of("Content-Type", "application/json"), body);
            return answer.status() == 429 ? answer.tooMany() : DeliveryResult.sent();
        } catch (Undelivered known) {
            return known.result();
        }
        // end
    }

    @Test
    void theReadmeShowsWhatCompiles() throws IOException {
        assertThat(Readme.shown()).hasSizeGreaterThan(5).isEqualTo(Readme.compiled(ReadmeTest.class));
    }

    @Test
    void whereNobodyListensNothingWasSent() {
        assertThat(shown(URI.create("http://127.0.0.1:1"), new byte[0]))
                .isEqualTo(DeliveryResult.temporary().because("no connection"));
    }
}
