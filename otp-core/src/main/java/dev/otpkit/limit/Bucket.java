package dev.otpkit.limit;

import java.util.List;

/**
 * One thing that is counted, and the limits that hold for it.
 *
 * @param kind what is counted here: told to the caller when it refuses
 * @param id an opaque name of 32 hexadecimal digits: a pseudonym, never an address
 * @param limits all of them hold at once; at least one
 * @param weight how many permits one call takes: more than one where money is counted, and only of limits over
 *     {@link RateLimiter#EXACT}
 */
public record Bucket(Kind kind, String id, List<Limit> limits, int weight) {

    /** What a bucket counts. */
    public enum Kind {
        /** Messages to one phone or mailbox, over all purposes and namespaces. */
        RECIPIENT,
        /** Messages asked for by or for one subject. */
        SUBJECT,
        /** Requests of one network: an IPv4 address, an IPv6 /64. */
        CLIENT_IP,
        /** Messages to one country. */
        COUNTRY,
        /** Messages to one range of numbers. */
        PREFIX,
        /** All messages of the service. */
        GLOBAL,
        /** What messages cost. */
        SPENDING,
        /** Messages to strangers in a country or a range of numbers that is taken for pumped. */
        PUMPING,
        /** Messages that left for a country or a range of numbers, to judge it by. */
        LEFT,
        /** Codes of a country or a range of numbers that were verified, to judge it by. */
        PROVEN,
        /** Verifications of a number, which is known by them. */
        KNOWN,
        /** Wrong guesses of one network: an IPv4 /24, an IPv6 /64. */
        NETWORK_GUESSES,
        /** Wrong guesses of all networks. */
        ALL_GUESSES,
        /** Reports on one message. */
        REPORT
    }

    /** A bucket of which a call takes one permit. */
    public Bucket(Kind kind, String id, List<Limit> limits) {
        this(kind, id, limits, 1);
    }

    /** Refuses an id that is not opaque, a bucket without limits, and a weight that cannot be counted. */
    public Bucket {
        if (!isOpaque(id)) {
            throw new IllegalArgumentException("a bucket's id must be 32 hexadecimal digits");
        }
        limits = List.copyOf(limits);
        if (limits.isEmpty()) {
            throw new IllegalArgumentException("a bucket must have a limit: " + kind);
        }
        if (weight < 1 || weight > 1 && limits.stream().anyMatch(limit -> limit.permits() <= RateLimiter.EXACT)) {
            throw new IllegalArgumentException(
                    "weight must be 1, or more with limits over " + RateLimiter.EXACT + " permits only: " + weight);
        }
    }

    /** No pattern and no branches, whose guesses random digits would spoil: it is asked some ten times a request. */
    private static boolean isOpaque(String id) {
        int outside = 0; // negative after a character that lies outside both ranges
        for (int i = 0; i < id.length(); i++) {
            int c = id.charAt(i);
            outside |= ('9' - c | c - '0') & ('f' - c | c - 'a');
        }
        return outside >= 0 && id.length() == 32;
    }
}
