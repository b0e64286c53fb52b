package dev.otpkit.store;

/**
 * A store or limiter that cannot answer.
 *
 * <p>Nothing was accepted and no code was sent. What the call was to change may or may not have changed; a store's own
 * client may repeat the same call, tag and all. Asking the service again is another call. No message names a subject, an address or a code.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** No connection, or it broke. */
        UNREACHABLE,
        /** No answer within the configured time. */
        TIMEOUT,
        /** Full: nothing new is taken, what is kept is served. */
        FULL,
        /** The server answers and refuses: read-only, loading, out of memory, not enough replicas. */
        UNAVAILABLE,
        /** The server does not let us: password, permissions. */
        DENIED,
        /** The waiting thread was interrupted; its flag is set again. */
        INTERRUPTED,
        /** Rows that cannot be read, or a fault of the implementation. */
        BROKEN
    }

    private final Kind kind;

    /** A store that cannot answer, and why. */
    public StoreException(Kind kind) {
        super(kind.toString());
        this.kind = kind;
    }

    /** A store that cannot answer, why, and what told us. */
    public StoreException(Kind kind, Throwable cause) {
        super(kind.toString(), cause);
        this.kind = kind;
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }

    /** Whether the store is lost for now, rather than only this call refused. */
    public boolean isLoss() {
        return kind == Kind.UNREACHABLE || kind == Kind.TIMEOUT || kind == Kind.UNAVAILABLE;
    }
}
