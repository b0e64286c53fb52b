package dev.otpkit.benchmarks;

import dev.otpkit.OtpService;
import dev.otpkit.Secrets;
import dev.otpkit.store.memory.MemoryBackend;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it takes to build a service with all its parts, the secrets' derivation and the templates included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Wiring extends Alone {
    private final byte[] names = new byte[32];
    private final byte[] codes = new byte[32];

    /** Secrets come from a vault, whose time is not ours. */
    public Wiring() {
        SecureRandom random = new SecureRandom();
        random.nextBytes(names);
        random.nextBytes(codes);
    }

    @Benchmark
    public OtpService build() {
        return OtpService.builder()
                .backend(new MemoryBackend())
                .secrets(Secrets.of(names, codes))
                .channel(new Outbox())
                .purpose("login")
                .build();
    }
}
