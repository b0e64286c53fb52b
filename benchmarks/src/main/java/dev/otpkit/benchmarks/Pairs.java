package dev.otpkit.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A request and a verify, through the service's front door, on the memory backend. */
@State(Scope.Thread)
public class Pairs extends Alone {
    /** Codes that are alive at any moment. */
    @Param({"1000", "1000000"})
    public int live;

    @SuppressWarnings("NullAway.Init") // JMH sets it up
    private Traffic traffic;

    @Setup
    public void fill() {
        traffic = new Traffic(live);
    }

    @Benchmark
    public void pair() {
        traffic.pair();
    }
}
