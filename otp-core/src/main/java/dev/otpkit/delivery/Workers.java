package dev.otpkit.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bounded queue of a courier and the threads that work it off. Threads begin with the first message and end idle. */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final long IDLE_SECONDS = 5;
    private static final DeliveryResult UNKNOWN = DeliveryResult.unknown().because("courier is closed");

    private final int room;
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor clock;
    private final Map<String, Trip> open = new ConcurrentHashMap<>();
    private final Finished finished;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<Trip> onCallers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger present = new AtomicInteger(); // all of them
    private final Object leaving = new Object();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;

    Workers(int workers, int room) {
        this.room = room;
        this.finished = new Finished(room);
        this.threads = new ThreadPoolExecutor(
                workers, workers, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), WorkerThreads.factory());
        threads.allowCoreThreadTimeOut(true);
        this.clock = new ScheduledThreadPoolExecutor(1, WorkerThreads.platform("otpkit-courier-clock-"));
        clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
    }

    /** A message on its caller's thread comes in here, and leaves. */
    void enter(Trip trip) {
        enter();
        onCallers.add(trip);
    }

    void leave(Trip trip) {
        onCallers.remove(trip);
        leave();
    }

    private void enter() {
        present.incrementAndGet();
        if (closed) {
            leave();
            throw new IllegalStateException("the courier is closed");
        }
    }

    private void leave() {
        if (present.decrementAndGet() == 0 && closed) {
            synchronized (leaving) {
                leaving.notifyAll();
            }
        }
    }

    /** Whether nothing is to be handed over any more. */
    boolean isEnded() {
        return ended.getCount() == 0;
    }

    /** Waits on the caller's thread, unless all ends before; answers whether it did wait. */
    boolean pause(long nanos) {
        try {
            return !ended.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void submit(Trip trip) {
        enter();
        if (waiting.incrementAndGet() > room) {
            waiting.decrementAndGet();
            trip.delivery().finish(Delivery.REFUSED);
            finished.add(trip.delivery());
            trip.tell();
            leave();
            return;
        }
        open.put(trip.delivery().id(), trip);
        trip.delivery().afterWithdrawal(() -> withdrawn(trip));
        go(trip);
    }

    /** Not on the thread of who withdrew it: what follows is none of his time. */
    private void withdrawn(Trip trip) {
        try {
            clock.execute(() -> over(trip));
        } catch (RejectedExecutionException closed) {
            over(trip);
        }
    }

    private void go(Trip trip) {
        try {
            threads.execute(() -> work(trip));
        } catch (RejectedExecutionException closed) {
            drop(trip);
        } catch (Error noThread) {
            waiting.decrementAndGet();
            trip.fail();
            over(trip);
            throw noThread;
        }
    }

    private void work(Trip trip) {
        waiting.decrementAndGet();
        long pause = 0;
        try {
            pause = trip.goOn();
        } catch (Throwable thrown) { // an Error too: one message's must not cost the others their thread
            LOG.warn("delivery {}: {}", trip.delivery().id(), thrown.getClass().getName());
            trip.fail();
        }
        if (pause == 0) {
            over(trip);
            return;
        }
        waiting.incrementAndGet(); // beyond the bound if need be, by as many as there are workers
        try {
            ScheduledFuture<?> unused = clock.schedule(() -> go(trip), pause, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            drop(trip);
        }
    }

    private boolean drop(Trip trip) {
        boolean dropped = trip.delivery().finishUnlessSending(Trip.closed());
        if (dropped) {
            over(trip);
        }
        return dropped;
    }

    private void over(Trip trip) {
        finished.add(trip.delivery()); // before it goes, so that it can be found all the time
        if (open.remove(trip.delivery().id()) != null) {
            trip.tell(); // before it leaves: who closes has heard of everything
            leave();
        }
    }

    int waiting() {
        return waiting.get();
    }

    Optional<Delivery> find(String id) {
        Trip trip = open.get(id);
        return trip == null ? finished.find(id) : Optional.of(trip.delivery());
    }

    /**
     * Takes nothing more; gives what was taken so long to be done, then drops what waits, and gives what is with a channel
     * as long again. When it returns nothing is handed over any more. Answers whether it was the first.
     */
    synchronized boolean close(long nanos) { // a second one returns when the first has
        if (closed) {
            return false;
        }
        closed = true;
        awaitEmpty(nanos);
        ended.countDown();
        long dropped = open.values().stream().filter(this::drop).count();
        awaitEmpty(nanos);
        dropped += open.values().stream().filter(this::drop).count();
        long unknown = open.size();
        for (Trip trip : open.values()) {
            trip.delivery().finish(UNKNOWN);
            over(trip);
        }
        onCallers.forEach(trip -> trip.delivery().finish(UNKNOWN));
        if (dropped + unknown > 0) {
            LOG.warn("closed with {} messages not sent and {} unknown", dropped, unknown);
        }
        clock.shutdownNow();
        threads.shutdownNow();
        waiting.set(0);
        return true;
    }

    private void awaitEmpty(long nanos) {
        long until = System.nanoTime() + nanos;
        boolean interrupted = false;
        synchronized (leaving) {
            for (long left = nanos; present.get() > 0 && left > 0 && !interrupted; left = until - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(leaving, left);
                } catch (InterruptedException e) {
                    interrupted = true; // whoever closes has no time: what waits is dropped now
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
