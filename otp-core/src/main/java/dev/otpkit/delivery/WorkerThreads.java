package dev.otpkit.delivery;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Where a courier's threads come from. All are daemons: a JVM that ends without closing its courier ends. */
final class WorkerThreads {
    // Before 24 a virtual thread that waits inside a monitor, as mail clients do, keeps its carrier, of which there are
    // as many as processors.
    private static final int UNPINNED = 24;
    private static final String NAME = "otpkit-courier-";

    private WorkerThreads() {}

    /** Virtual threads where the JVM has good ones. */
    static ThreadFactory factory() {
        if (Runtime.version().feature() < UNPINNED) {
            return platform(NAME);
        }
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class, long.class).invoke(builder, NAME, 1L);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (ReflectiveOperationException e) {
            return platform(NAME);
        }
    }

    static ThreadFactory platform(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
