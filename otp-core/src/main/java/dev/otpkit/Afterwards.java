package dev.otpkit;

import dev.otpkit.store.StoreException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what no answer waits for, one after another, on a thread of its own that ends when there is nothing to do. Where too
 * much waits, or it is closed, who brings more does it himself.
 */
final class Afterwards {
    private static final Logger LOG = LoggerFactory.getLogger(OtpService.class);
    private static final int MOST = 10_000;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST),
            this::thread,
            (task, full) -> task.run());

    private volatile @Nullable Thread thread;

    Afterwards() {
        executor.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable task) {
        Thread made = new Thread(task, "otpkit-afterwards");
        made.setDaemon(true);
        thread = made;
        return made;
    }

    /** What goes wrong is logged: the answer was given without it. */
    void run(Runnable task) {
        executor.execute(() -> {
            try {
                task.run();
            } catch (StoreException e) {
                LOG.warn("what follows an answer could not be counted: {}", e.kind());
            } catch (RuntimeException e) {
                LOG.warn("what follows an answer failed: {}", e.getClass().getName());
            }
        });
    }

    /** Does what waits, for a few seconds at most. From a task of its own it does not wait. */
    void close() {
        executor.shutdown();
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        try {
            if (!executor.awaitTermination(IDLE_SECONDS, TimeUnit.SECONDS)) {
                giveUp();
            }
        } catch (InterruptedException e) {
            giveUp();
            Thread.currentThread().interrupt();
        }
    }

    private void giveUp() {
        LOG.warn(
                "{} counts were given up when the service was closed",
                executor.shutdownNow().size());
    }
}
