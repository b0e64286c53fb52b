package dev.otpkit.benchmarks;

import java.security.GeneralSecurityException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cryptography of a pair and nothing else: what no implementation of the same promises can do without. */
@State(Scope.Thread)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 4, time = 1)
public class PairCryptography {
    @SuppressWarnings("NullAway.Init") // JMH sets it up
    private Cryptography cryptography;

    @Setup
    public void key() throws GeneralSecurityException {
        cryptography = new Cryptography();
    }

    @Benchmark
    public int pair() throws GeneralSecurityException, CloneNotSupportedException {
        return cryptography.pair();
    }
}
