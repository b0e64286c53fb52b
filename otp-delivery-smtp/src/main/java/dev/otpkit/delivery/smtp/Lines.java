package dev.otpkit.delivery.smtp;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/** The pool of connections to one server: so many, and no message waits for one beyond its deadline. */
final class Lines implements AutoCloseable {
    private static final DeliveryResult CLOSED =
            DeliveryResult.temporary().blaming(Fault.OURS).because("channel is closed");

    private final Server server;
    private final ScheduledThreadPoolExecutor timer;
    private final GenericObjectPool<Line> pool;
    private final Set<Watch> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(); // read: delivering; write: closing

    Lines(Server server) {
        this.server = server;
        Session session = server.session();
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "otpkit-smtp-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        this.pool = new GenericObjectPool<>(new Places(() -> new Line(server, session, timer)), config(server));
    }

    private static GenericObjectPoolConfig<Line> config(Server server) {
        GenericObjectPoolConfig<Line> config = new GenericObjectPoolConfig<>();
        config.setMaxTotal(server.connections());
        config.setMaxIdle(server.connections());
        config.setMinEvictableIdleDuration(server.idle());
        config.setTimeBetweenEvictionRuns(server.idle().dividedBy(2));
        config.setNumTestsPerEvictionRun(-1); // all of them
        config.setJmxEnabled(false);
        return config;
    }

    DeliveryResult deliver(MimeMessage mail, String recipient, boolean international) {
        if (closed.get() || !gate.readLock().tryLock()) {
            return CLOSED;
        }
        try {
            return closed.get() ? CLOSED : withinDeadline(mail, recipient, international);
        } finally {
            gate.readLock().unlock();
        }
    }

    private DeliveryResult withinDeadline(MimeMessage mail, String recipient, boolean international) {
        try (Watch watch = new Watch(timer, server.deadline())) {
            running.add(watch);
            try {
                return onALine(mail, recipient, international, watch);
            } finally {
                running.remove(watch);
            }
        }
    }

    private DeliveryResult onALine(MimeMessage mail, String recipient, boolean international, Watch watch) {
        Line line;
        try {
            line = pool.borrowObject(watch.left());
        } catch (NoSuchElementException e) {
            return DeliveryResult.temporary().because("no free connection");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DeliveryResult.temporary().blaming(Fault.OURS).because("interrupted");
        } catch (Exception e) {
            return CLOSED; // making a place cannot fail; a pool that is closed refuses
        }
        try {
            return line.deliver(mail, recipient, international, watch);
        } finally {
            watch.close(); // before the connection is somebody else's
            pool.returnObject(line);
        }
    }

    /** Refuses what comes, waits for what is under way until its deadline, and takes leave of the server. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!isQuiet()) {
            running.forEach(Watch::cut);
        }
        boolean interrupted = Thread.currentThread().isInterrupted();
        pool.close();
        timer.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt(); // the pool swallows it
        }
    }

    /** Whether nothing is under way any more. */
    private boolean isQuiet() {
        try {
            boolean quiet = gate.writeLock().tryLock(server.deadline().toNanos(), TimeUnit.NANOSECONDS);
            if (quiet) {
                gate.writeLock().unlock();
            }
            return quiet;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Tells how many connections are in use and kept. */
    @Override
    public String toString() {
        return pool.getNumActive() + " in use, " + pool.getNumIdle() + " kept";
    }

    private static final class Places extends BasePooledObjectFactory<Line> {
        private final Supplier<Line> maker;

        Places(Supplier<Line> maker) {
            this.maker = maker;
        }

        @Override
        public Line create() {
            return maker.get();
        }

        @Override
        public PooledObject<Line> wrap(Line line) {
            return new DefaultPooledObject<>(line);
        }

        @Override
        public void destroyObject(PooledObject<Line> place) {
            place.getObject().close();
        }
    }
}
