package dev.otpkit.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Somebody person = Somebody.stranger();
    private final Counts counts = new Counts(
            List.of(
                    person.bucket(Bucket.Kind.RECIPIENT, Limit.of(5, HOUR), Limit.of(500, HOUR)),
                    person.bucket(Bucket.Kind.GLOBAL, Limit.of(1_000, HOUR))),
            new Keys("otp"));

    @Test
    void aNumberIsARefusalByOneOfTheRows() {
        assertThat(counts.permit(7_000L * 3 + 1).refusedBy()).hasValue(Bucket.Kind.RECIPIENT);
        assertThat(counts.permit(7_000L * 3 + 2).refusedBy()).hasValue(Bucket.Kind.GLOBAL);
        assertThat(counts.permit(7_000L * 3 + 2).retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    /** Somebody in between may say anything; what is not understood must not grant. */
    @Test
    void nothingButAListGrants() {
        assertThat(counts.permit(List.of(1L, 2L)).isGranted()).isTrue();
        for (Object answer : Arrays.asList(null, "OK", new byte[0])) {
            assertThatThrownBy(() -> counts.permit(answer))
                    .isInstanceOf(StoreException.class)
                    .extracting(e -> ((StoreException) e).kind())
                    .isEqualTo(StoreException.Kind.BROKEN);
        }
    }
}
