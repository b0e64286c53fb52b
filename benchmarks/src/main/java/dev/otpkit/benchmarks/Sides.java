package dev.otpkit.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The same threads for all that is compared, one thing after the other, and all of it several times over. */
final class Sides implements AutoCloseable {
    private final int threads;
    private final ExecutorService pool;

    Sides(int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads);
    }

    /** Does it for 0 to n, each once; how many were done a second. */
    double perSecond(int n, IntConsumer thing) throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(threads + 1);
        List<Future<?>> shares = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int first = t;
            shares.add(pool.submit(() -> {
                start.await();
                for (int i = first; i < n; i += threads) {
                    thing.accept(i);
                }
                return null;
            }));
        }
        long from = System.nanoTime();
        try {
            start.await();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
        for (Future<?> share : shares) {
            share.get();
        }
        return n * 1e9 / (System.nanoTime() - from);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** Half are less: what a slow second of the machine has spoilt falls out. */
    static double median(List<Double> rounds) {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Of two things that were done round by round, the one against the other. */
    static double ratio(List<Double> one, List<Double> other) {
        return median(IntStream.range(0, one.size())
                .mapToObj(i -> one.get(i) / other.get(i))
                .toList());
    }
}
