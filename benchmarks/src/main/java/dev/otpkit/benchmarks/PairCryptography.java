package dev.otpkit.benchmarks;

import java.security.GeneralSecurityException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The cryptography of a pair and nothing else: what no implementation of the same promises can do without. */
@State(Scope.Thread)
public class PairCryptography extends Alone {
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
