package dev.otpkit.testkit;

import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.util.Set;

/**
 * A trouble that a channel's test can make at its provider, and what the channel must then answer.
 *
 * <p>Used by {@link DeliveryChannelContract#troubles}; the name is told when the contract fails.
 */
public final class ProviderTrouble {
    private final String name;
    private final Runnable begin;
    private final Set<Outcome> outcomes;
    private final Set<Fault> faults;

    private ProviderTrouble(String name, Runnable begin, Set<Outcome> outcomes, Set<Fault> faults) {
        this.name = name;
        this.begin = begin;
        this.outcomes = outcomes;
        this.faults = faults;
    }

    /** The provider cannot be reached or takes nothing for now: TEMPORARY, and not the recipient's fault. */
    public static ProviderTrouble unavailable(String name, Runnable begin) {
        return new ProviderTrouble(name, begin, Set.of(Outcome.TEMPORARY), Set.of(Fault.PROVIDER, Fault.OURS));
    }

    /** The provider refuses this recipient: TEMPORARY or PERMANENT, and the recipient's fault. */
    public static ProviderTrouble refusingTheRecipient(String name, Runnable begin) {
        return new ProviderTrouble(name, begin, Set.of(Outcome.TEMPORARY, Outcome.PERMANENT), Set.of(Fault.RECIPIENT));
    }

    /** The provider refuses our credentials or our settings: MISCONFIGURED, and our fault. */
    public static ProviderTrouble refusingUs(String name, Runnable begin) {
        return new ProviderTrouble(name, begin, Set.of(Outcome.MISCONFIGURED), Set.of(Fault.OURS));
    }

    /** The provider may have taken the message, and nobody can tell: UNKNOWN, or an exception. */
    public static ProviderTrouble inDoubt(String name, Runnable begin) {
        return new ProviderTrouble(name, begin, Set.of(Outcome.UNKNOWN), Set.of(Fault.PROVIDER));
    }

    void begin() {
        begin.run();
    }

    Set<Outcome> outcomes() {
        return outcomes;
    }

    Set<Fault> faults() {
        return faults;
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
