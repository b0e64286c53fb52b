package dev.otpkit.delivery;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes messages to the channels that serve their recipients, in the order the channels were given.
 *
 * <p>The next channel is asked only when the one before has certainly not sent the message
 * ({@link DeliveryResult#surelyNotSent()}). After SENT and UNKNOWN nothing is repeated, and an exception from a channel
 * counts as UNKNOWN. A message to a {@linkplain Recipient#decoy() decoy} walks the same way up to the channel, is not
 * handed to it, and is SENT.
 *
 * <p>Thread-safe. An {@link Error} passes through to the caller: no other channel is asked, and the message may have
 * been sent. The thread's interrupt flag is kept. Logs hold the delivery's id, the channel's name and the outcome, and
 * of an exception its class only; never an address, a code or a provider's text.
 */
public final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final String NOBODY = "no channel serves this kind";
    private static final Destination NOWHERE = Destination.refused(NOBODY);

    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<Named> channels;

    // A channel's name is read once: what is logged was checked, and cannot change afterwards.
    private record Named(String name, DeliveryChannel channel) {}

    private Courier(List<Named> channels) {
        this.channels = List.copyOf(channels);
    }

    /** Begins a courier; it needs at least one channel. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Delivers now, on the caller's thread; what comes back is done.
     *
     * <p>Where no channel serves the recipient, or all of them refuse the place, the result is MISCONFIGURED or
     * PERMANENT and no channel is asked.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public Delivery deliver(Message message) {
        if (closed.get()) {
            throw new IllegalStateException("the courier is closed");
        }
        boolean interrupted = Thread.currentThread().isInterrupted();
        try {
            return walk(message);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Delivery walk(Message message) {
        String id = newId();
        Recipient recipient = message.recipient();
        String asked = null;
        int tries = 0;
        DeliveryResult result = null;
        DeliveryResult ofRecipient = null;
        for (Named named : channels) {
            Destination destination = destination(named, recipient);
            if (destination == null || destination.isRefused()) {
                continue;
            }
            asked = named.name();
            tries++;
            result = recipient.isDecoy() ? DeliveryResult.sent() : hand(id, named, message);
            log(id, asked, result);
            if (!result.surelyNotSent()) {
                break;
            }
            ofRecipient = result.fault() == DeliveryResult.Fault.RECIPIENT ? result : ofRecipient;
        }
        if (ofRecipient != null && result != null && result.surelyNotSent()) {
            result = ofRecipient; // what one channel said of the recipient is not unsaid by the next one's trouble
        }
        if (result == null) {
            result = unreached(recipient);
            log(id, "no channel", result);
        }
        return new Delivery(id, recipient, asked, tries, result);
    }

    private DeliveryResult unreached(Recipient recipient) {
        return serves(recipient)
                ? DeliveryResult.permanent(route(recipient).refusal().orElse(NOBODY))
                : DeliveryResult.misconfigured(NOBODY);
    }

    private static DeliveryResult hand(String id, Named named, Message message) {
        try {
            DeliveryResult result = named.channel().deliver(message);
            // A channel written without null checks has broken its word after the message may have left.
            return result == null ? DeliveryResult.unknown().because("channel gave no result") : result;
        } catch (Exception thrown) {
            LOG.warn(
                    "delivery {} by {}: {}", id, named.name(), thrown.getClass().getName());
            keepInterrupt(thrown);
            return DeliveryResult.unknown().because("channel threw");
        }
    }

    private static void log(String id, String channel, DeliveryResult result) {
        // Strangers choose recipients: what is said about them must not fill the log.
        boolean ours = result.fault() == DeliveryResult.Fault.PROVIDER || result.fault() == DeliveryResult.Fault.OURS;
        LOG.atLevel(ours ? Level.WARN : Level.DEBUG).log("delivery {} by {}: {}", id, channel, result);
    }

    /** Whether any channel can reach recipients of this kind. */
    public boolean serves(Recipient recipient) {
        return channels.stream().anyMatch(named -> destination(named, recipient) != null);
    }

    /**
     * Where a message to this recipient would go: the answer of the first channel that serves it and does not refuse;
     * refused when all of those refuse, or when none serves it.
     */
    public Destination route(Recipient recipient) {
        Destination refused = NOWHERE;
        boolean served = false;
        for (Named named : channels) {
            Destination destination = destination(named, recipient);
            if (destination == null) {
                continue;
            }
            if (!destination.isRefused()) {
                return destination;
            }
            refused = served ? refused : destination;
            served = true;
        }
        return refused;
    }

    private static @Nullable Destination destination(Named named, Recipient recipient) {
        try {
            return named.channel().serves(recipient) ? named.channel().route(recipient) : null;
        } catch (Exception thrown) {
            LOG.warn("route by {}: {}", named.name(), thrown.getClass().getName());
            keepInterrupt(thrown);
            return Destination.refused("channel could not route");
        }
    }

    // A channel may wrap the exception that took the flag away; the chain is cut short in case it bites its tail.
    private static void keepInterrupt(Exception thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 16; depth++, cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String newId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The channels, in order. What is handed to one of them directly is neither limited nor logged. */
    public List<DeliveryChannel> channels() {
        return channels.stream().map(Named::channel).toList();
    }

    /** Closes every channel, each even when another fails, and refuses what comes after. Closing twice does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closeFrom(0);
        }
    }

    private void closeFrom(int index) {
        if (index == channels.size()) {
            return;
        }
        Named named = channels.get(index);
        try {
            named.channel().close();
        } catch (Exception thrown) {
            LOG.warn("closing {}: {}", named.name(), thrown.getClass().getName());
            keepInterrupt(thrown);
        } finally {
            closeFrom(index + 1);
        }
    }

    /** Collects the channels. */
    public static final class Builder {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

        private final List<Named> channels = new ArrayList<>();

        private Builder() {}

        /**
         * The next channel; where two serve a recipient, the earlier one is asked first.
         *
         * @throws IllegalArgumentException for a channel given twice, or a name that is not 1..64 letters, digits,
         *     dots, hyphens and underscores
         */
        @SuppressWarnings("ReferenceEquality") // the same object, whatever its equals may say
        public Builder channel(DeliveryChannel channel) {
            String name = channel.name();
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("channel name must be 1..64 of A-Z, a-z, 0-9, '.', '_' and '-': "
                        + name.length() + " characters given");
            }
            if (channels.stream().anyMatch(named -> named.channel() == channel)) {
                throw new IllegalArgumentException("channel(...) was given twice: " + name);
            }
            channels.add(new Named(name, channel));
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
            return new Courier(channels);
        }
    }
}
