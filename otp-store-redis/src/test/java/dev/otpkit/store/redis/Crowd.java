package dev.otpkit.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Threads that begin at the same moment. */
final class Crowd implements AutoCloseable {
    private final int threads;
    private final ExecutorService pool;

    Crowd(int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads);
    }

    /** What each of them got, in their order. */
    <T> List<T> all(IntFunction<Callable<T>> task) {
        return results(begin(task));
    }

    /** They are off; what they get is asked for later, with {@link #results}. */
    <T> List<Future<T>> begin(IntFunction<Callable<T>> task) {
        CountDownLatch ready = new CountDownLatch(threads);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Callable<T> mine = task.apply(i);
            futures.add(pool.submit(() -> {
                ready.countDown();
                ready.await();
                return mine.call();
            }));
        }
        return futures;
    }

    static <T> List<T> results(List<Future<T>> futures) {
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(2, TimeUnit.MINUTES));
            }
            return results;
        } catch (Exception e) {
            throw new AssertionError("one of the crowd got no answer", e);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
