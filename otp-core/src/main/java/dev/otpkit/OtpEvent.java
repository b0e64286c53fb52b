package dev.otpkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something that the service did: never with a code, an address or a secret in it.
 *
 * @param kind what
 * @param at when, by the backend's clock
 * @param purpose of the key, where one was concerned
 * @param subject of the key, where one was concerned and it is no address
 * @param took how long the call took
 * @param details words by name: {@code outcome}, {@code storage_type}, {@code channel}, {@code sent_to} (masked),
 *     {@code limited_by} and the like
 */
public record OtpEvent(
        Kind kind,
        Instant at,
        Optional<String> purpose,
        Optional<String> subject,
        Duration took,
        Map<String, String> details) {
    /** What happened. */
    public enum Kind {
        /** The service was built. */
        STARTED,
        /** A code was asked for. */
        REQUESTED,
        /** A queued message is done: {@code outcome} is its {@link dev.otpkit.delivery.DeliveryResult}'s. Told on a thread of the
         * courier's, perhaps before REQUESTED is. */
        DELIVERED,
        /** A provider said what became of a message that it had taken: {@code outcome}, {@code recipient_kind}, and where it
         * did not arrive {@code fault} and {@code reason}; of no key. Once for all nodes. */
        REPORTED,
        /** A guess was made. */
        VERIFIED,
        /** A receipt was given back. */
        REDEEMED,
        /** A code was cancelled. */
        CANCELLED,
        /** A subject's failures were forgotten. */
        UNLOCKED,
        /** A stored code could not be read: its secret is not accepted, or its row was tampered with. */
        UNREADABLE,
        /** A request or a guess met a backend that cannot answer; {@code store_exception} in the details says how. */
        FAILED,
        /** Wrong guesses of all networks together are about to find a code by chance. */
        SPRAYING,
        /** A wrong guess could not be counted for its network. */
        UNCOUNTED,
        /**
         * A country or a range of numbers is taken for pumped, or no longer: {@code state} is {@code SLOWED}, {@code STOPPED}
         * or {@code OPEN}; {@code country}, or {@code prefix}, which is a number less its last digits; and by how many
         * messages that were {@code due} and how many codes that were {@code proven}. Told by each JVM.
         */
        PUMPING,
        /**
         * A channel's breaker opened: it is left alone for a while, and tried now and then. Told once, until it is back;
         * {@code channel}, {@code trips} and, where the last fault had one, {@code reason} are in the details.
         */
        CHANNEL_LOST,
        /** A channel's breaker closed again. */
        CHANNEL_BACK,
        /** The shared store is lost; the local one serves. */
        STORE_LOST,
        /** The shared store serves again. */
        STORE_BACK
    }

    /** Copies the details. */
    public OtpEvent {
        details = Map.copyOf(details);
    }

    /** Kind and purpose, without the subject: a log is read by strangers. */
    @Override
    public String toString() {
        return "OtpEvent[" + kind + purpose.map(named -> " " + named).orElse("") + "]";
    }
}
