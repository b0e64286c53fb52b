package dev.otpkit.testkit;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;

/**
 * A channel that works until a test says otherwise.
 *
 * <pre>{@code
 * OtpInbox inbox = new OtpInbox();
 * FaultyChannel channel = new FaultyChannel(inbox);
 * channel.next(2, SimulatedFault.answering(DeliveryResult.temporary()));   // the third try arrives in the inbox
 * }</pre>
 *
 * <p>Only deliveries have faults. Any number of threads may deliver; a later fault replaces one that has calls left.
 */
public final class FaultyChannel implements DeliveryChannel {
    private final DeliveryChannel channel;
    private final Faults faults = new Faults();

    /** Works as this one does. */
    public FaultyChannel(DeliveryChannel channel) {
        this.channel = channel;
    }

    /** So many deliveries from now have this fault. */
    public void next(int deliveries, SimulatedFault fault) {
        faults.begin(deliveries, fault);
    }

    /** Every delivery from now on has this fault. */
    public void always(SimulatedFault fault) {
        faults.begin(Long.MAX_VALUE, fault);
    }

    /** No delivery from now on has a fault. */
    public void heal() {
        faults.end();
    }

    /** How many deliveries were asked for, with and without a fault. */
    public long deliveries() {
        return faults.calls();
    }

    @Override
    public String name() {
        return channel.name();
    }

    @Override
    public boolean serves(Recipient recipient) {
        return channel.serves(recipient);
    }

    @Override
    public Destination route(Recipient recipient) {
        return channel.route(recipient);
    }

    @Override
    public DeliveryResult deliver(Message message) {
        SimulatedFault fault = faults.take();
        return fault == null ? channel.deliver(message) : fault.channel(() -> channel.deliver(message));
    }

    /** True: whoever can make it fail must not see production. */
    @Override
    public boolean developmentOnly() {
        return true;
    }

    @Override
    public void close() {
        channel.close();
    }
}
