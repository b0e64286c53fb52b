package dev.otpkit.delivery;

import java.util.Optional;

/**
 * What a channel's breaker is about. It opens when half of the last calls failed by the provider's fault or ours, or
 * one said that our settings are wrong; what is said about a recipient never counts. While it is open the channel is left
 * alone and messages go the next way at once.
 *
 * @param channel whose
 * @param state whether messages pass
 * @param trips how many times it went from CLOSED to OPEN
 * @param reason of the last fault, where it had one and the breaker is not CLOSED: a few words of ours
 */
public record Breaker(String channel, State state, long trips, Optional<String> reason) {
    /** Whether messages pass. */
    public enum State {
        /** They do. */
        CLOSED,
        /** None does, for a while. */
        OPEN,
        /** The while is over: one does, to see. */
        HALF_OPEN
    }
}
