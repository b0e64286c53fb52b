package dev.otpkit.delivery;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages to the channels that serve their recipients, in the order the channels were given: at once, or from a
 * queue.
 *
 * <pre>{@code
 * Courier courier = Courier.builder().channel(mail).channel(backup).build();
 * Delivery sent = courier.deliver(message);      // done when it returns
 * Delivery queued = courier.submit(message);     // returns at once
 * queued.done().thenAccept(became -> audit(queued.id(), became));
 * }</pre>
 *
 * <p>The next channel is asked, and a message is tried again, only when it was certainly not sent
 * ({@link DeliveryResult#surelyNotSent()}). After SENT and UNKNOWN nothing is repeated, and an exception from a channel
 * counts as UNKNOWN. Tried again is what is TEMPORARY, not by the recipient's fault and not before its
 * {@code retryAfter}: in rounds over the channels, with growing pauses, until the {@link Builder#deadline}. No try begins
 * after a message's life. Each channel has a {@link Breaker}. A message to a {@linkplain Recipient#decoy() decoy} walks the same way
 * up to the channel, is not handed to it, and is SENT.
 *
 * <p>Thread-safe. An {@link Error} passes through to the caller of {@link #deliver}: no other channel is asked, and the
 * message may have been sent. The thread's interrupt flag is kept. Logs hold the delivery's id, the channel's name and
 * the outcome, and of an exception its class only; never an address, a code or a provider's text.
 */
public final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Destination NOWHERE = Destination.refused("no channel serves this kind");

    private final SecureRandom random = new SecureRandom();
    private final List<Consumer<Breaker>> watchers = new CopyOnWriteArrayList<>();
    private final List<Gate> gates;
    private final Pace pace;
    private final Workers workers;
    private final Reports reports;
    private final Duration drain;

    private Courier(Builder builder) {
        this.gates = builder.channels.stream()
                .map(named -> new Gate(named.name(), named.channel(), builder.calls, builder.leftAlone, this::tell))
                .toList();
        this.pace = new Pace(builder.tries, builder.pause, builder.deadline);
        this.workers = new Workers(builder.workers, builder.queue);
        this.reports = new Reports(builder.queue);
        this.drain = builder.drain;
    }

    /** Begins a courier; it needs at least one channel. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Delivers now, on the caller's thread, pauses and all; what comes back is done.
     *
     * <p>Where no channel serves the recipient, or all of them refuse the place, the result is MISCONFIGURED or
     * PERMANENT and no channel is asked. Where every channel's breaker is open it is TEMPORARY, at once.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public Delivery deliver(Message message) {
        return deliver(new OneMessage(message));
    }

    /** Delivers now, as {@link #deliver(Message)}; an exception of the route passes through. */
    public Delivery deliver(Route route) {
        Trip trip = new Trip(newDelivery(route), route, gates, pace, false, workers::isEnded);
        workers.enter(trip);
        boolean interrupted = Thread.currentThread().isInterrupted();
        try {
            for (long pause = trip.goOn(); pause > 0; pause = trip.goOn()) {
                if (!workers.pause(pause)) {
                    trip.giveUp();
                }
            }
            trip.tell();
            return trip.delivery();
        } finally {
            workers.leave(trip);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Takes the message into the queue and returns at once, whatever the provider does. When the queue is full the
     * delivery is done already, as {@link Delivery#REFUSED}.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public Delivery submit(Message message) {
        return submit(new OneMessage(message));
    }

    /** Takes a route into the queue, as {@link #submit(Message)}; its exception ends the delivery, as MISCONFIGURED. */
    public Delivery submit(Route route) {
        Trip trip = new Trip(newDelivery(route), route, gates, pace, true, workers::isEnded);
        workers.submit(trip);
        return trip.delivery();
    }

    /** A submitted delivery of this JVM, while it is under way and for as many later ones as the queue has places. */
    public Optional<Delivery> find(String id) {
        return workers.find(id);
    }

    /**
     * Joins what a provider said later to the message of that name, delivered or submitted in this JVM: the first report
     * stands. One that overtakes the provider's own answer waits for it. Both messages and reports are remembered for as
     * many later ones as the queue has places. Nothing is sent, retried or counted by it.
     *
     * @return the message; empty: none of this JVM's is known by that name, or not yet
     */
    public Optional<Delivery> report(DeliveryReport report) {
        return reports.join(report);
    }

    /** How many messages wait for their turn or for being tried again. */
    public int queueSize() {
        return workers.waiting();
    }

    /** The breaker of each channel, in the channels' order. */
    public List<Breaker> breakers() {
        return gates.stream().map(Gate::breaker).toList();
    }

    /** Is told of each change of a breaker from now on, on the thread of the message that changed it. */
    public void watch(Consumer<Breaker> watcher) {
        watchers.add(watcher);
    }

    /** Is no longer told. */
    public void unwatch(Consumer<Breaker> watcher) {
        watchers.remove(watcher);
    }

    private void tell(Breaker changed) {
        for (Consumer<Breaker> watcher : watchers) {
            try {
                watcher.accept(changed);
            } catch (RuntimeException e) {
                LOG.warn("a watcher failed: {}", e.getClass().getName());
            }
        }
    }

    /** Whether any channel can reach recipients of this kind. */
    public boolean serves(Recipient recipient) {
        return Trip.route(gates, recipient) != null;
    }

    /**
     * Where a message to this recipient would go: the answer of the first channel that serves it and does not refuse;
     * refused when all of those refuse, or when none serves it.
     */
    public Destination route(Recipient recipient) {
        Destination destination = Trip.route(gates, recipient);
        return destination == null ? NOWHERE : destination;
    }

    private Delivery newDelivery(Route route) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return new Delivery(HexFormat.of().formatHex(id), route.recipient(), reports);
    }

    /** The channels, in order. What is handed to one of them directly is neither limited nor logged. */
    public List<DeliveryChannel> channels() {
        return gates.stream().map(Gate::channel).toList();
    }

    /**
     * Takes nothing more, gives what was taken its {@link Builder#drain time}, drops what still waits, waits as long again
     * for what is with a channel, and closes every channel, each even when another fails. A message that was dropped is
     * done, as TEMPORARY; one whose channel has still not answered, as UNKNOWN. Nothing is handed to a channel after this
     * returns. A second call does nothing but wait for the first.
     */
    @Override
    public void close() {
        if (workers.close(drain.toNanos())) {
            Gate.close(gates);
        }
    }

    /** Collects the channels, and how patient the courier is; each setter replaces a default. */
    public static final class Builder {
        private static final Duration HOUR = Duration.ofHours(1);

        private record Named(String name, DeliveryChannel channel) {}

        private final List<Named> channels = new ArrayList<>();
        private int workers = 16;
        private int queue = 10_000;
        private int tries = 3;
        private Duration pause = Duration.ofMillis(200);
        private Duration deadline = Duration.ofSeconds(30);
        private Duration drain = Duration.ofSeconds(10);
        private int calls = 10;
        private Duration leftAlone = Duration.ofSeconds(10);

        private Builder() {}

        /**
         * The next channel; where two serve a recipient, the earlier one is asked first.
         *
         * @throws IllegalArgumentException for a channel or a name given twice, or a name that is not 1..64 letters,
         *     digits, dots, hyphens and underscores
         */
        public Builder channel(DeliveryChannel channel) {
            String name = DeliveryChannel.requireName(channel.name());
            if (channels.stream().anyMatch(named -> named.name().equals(name))) {
                throw new IllegalArgumentException("channel name is taken, so give one of the two another: " + name);
            }
            channels.add(new Named(name, channel));
            return this;
        }

        /** How many submitted messages are with channels at once: 1 to 10,000, on virtual threads from JDK 24 on; 16. */
        public Builder workers(int workers) {
            this.workers = between("workers", 1, workers, 10_000);
            return this;
        }

        /** How many submitted messages wait at most: 1 to 1,000,000; 10,000. */
        public Builder queue(int places) {
            this.queue = between("queue", 1, places, 1_000_000);
            return this;
        }

        /** In how many rounds over the channels one message is tried at most: 1 to 20; 3. */
        public Builder tries(int tries) {
            this.tries = between("tries", 1, tries, 20);
            return this;
        }

        /** The first pause before a message is tried again, doubled each time, less a random part: up to an hour; 200 ms. */
        public Builder pause(Duration first) {
            this.pause = between("pause", Duration.ofMillis(1), first, HOUR);
            return this;
        }

        /** How long after its first try a message is tried again: up to an hour; 30 seconds. Each recipient is tried once all the same. */
        public Builder deadline(Duration deadline) {
            this.deadline = between("deadline", Duration.ofMillis(1), deadline, HOUR);
            return this;
        }

        /** How long {@link Courier#close} gives what was taken: up to an hour; 10 seconds. */
        public Builder drain(Duration drain) {
            this.drain = between("drain", Duration.ZERO, drain, HOUR);
            return this;
        }

        /** How many of a channel's last calls its breaker judges by, 1 to 1,000, and how long an open one leaves it alone: 10, 10 seconds. */
        public Builder breaker(int calls, Duration leftAlone) {
            this.calls = between("breaker's calls", 1, calls, 1_000);
            this.leftAlone = between("breaker's time", Duration.ofMillis(1), leftAlone, HOUR);
            return this;
        }

        /**
         * The courier. The builder may be used again.
         *
         * @throws IllegalStateException without a {@link #channel}
         */
        public Courier build() {
            if (channels.isEmpty()) {
                throw new IllegalStateException("channel(...) is missing");
            }
            return new Courier(this);
        }

        private static <T extends Comparable<T>> T between(String what, T least, T given, T most) {
            if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
                throw new IllegalArgumentException(what + " must be " + least + ".." + most + ": " + given);
            }
            return given;
        }
    }
}
