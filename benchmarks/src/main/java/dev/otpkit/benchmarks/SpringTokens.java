package dev.otpkit.benchmarks;

import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.springframework.security.authentication.ott.DefaultOneTimeToken;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.InMemoryOneTimeTokenService;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;

/**
 * The peer: Spring Security's one-time tokens in memory, generated and consumed. They are UUIDs, kept in clear; there is
 * no limit, no count of attempts, no message. From a hundred tokens on, each one generated walks over all that live.
 */
@State(Scope.Thread)
public class SpringTokens extends Alone {
    /** Tokens that are alive at any moment. */
    @Param({"0", "100000"})
    public int live;

    private final InMemoryOneTimeTokenService service = new InMemoryOneTimeTokenService();
    private long asked;

    /** From behind: through its own door this many would take minutes, for the reason that is measured here. */
    @Setup
    public void fill() throws ReflectiveOperationException {
        Field field = InMemoryOneTimeTokenService.class.getDeclaredField("oneTimeTokenByToken");
        field.setAccessible(true);
        @SuppressWarnings("unchecked") // as it is declared there
        Map<String, OneTimeToken> tokens = (Map<String, OneTimeToken>) field.get(service);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        for (int i = 0; i < live; i++) {
            String value = UUID.randomUUID().toString();
            tokens.put(value, new DefaultOneTimeToken(value, "user-" + i, tomorrow));
        }
    }

    /** One token generated and consumed: as many live afterwards as before. */
    @Benchmark
    public OneTimeToken pair() {
        String value = service.generate(new GenerateOneTimeTokenRequest("user-" + asked++))
                .getTokenValue();
        OneTimeToken consumed = service.consume(new OneTimeTokenAuthenticationToken(value));
        if (consumed == null) {
            throw new IllegalStateException("the token was to be accepted");
        }
        return consumed;
    }
}
