package dev.otpkit.store.redis;

import dev.otpkit.store.StoreException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** What an exception of the client means. */
final class Faults {
    /**
     * Error codes begin a reply; within a script Redis 6.2 puts words of its own before them, and a call of more than ten
     * parts it takes from nobody whom it does not know.
     */
    private static final Pattern DENIED = Pattern.compile(
            "\\b(?:NOAUTH|NOPERM|WRONGPASS)\\b|ACL failure|The user executing the script can't|unauthenticated");

    private static final Pattern UNAVAILABLE = Pattern.compile("\\b(?:OOM|READONLY|NOREPLICAS|LOADING|MISCONF|BUSY"
            + "|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK)\\b|max number of clients"
            + "|WAIT cannot be used with replica");

    /** A cluster that was declared to have no slots: said before anything is sent, and no loss. */
    private static final Pattern BROKEN = Pattern.compile("same hashslot|CROSSSLOT");

    /** Causes of causes end here, should they go in a circle. */
    private static final int MOST = 32;

    private Faults() {}

    static StoreException of(JedisException e) {
        if (has(e, InterruptedException.class)) {
            Thread.currentThread().interrupt(); // the pool took the flag away
            return new StoreException(StoreException.Kind.INTERRUPTED, e);
        }
        return new StoreException(kind(e), e);
    }

    private static StoreException.Kind kind(JedisException e) {
        if (has(e, JedisAccessControlException.class) || says(e, DENIED)) {
            return StoreException.Kind.DENIED;
        }
        if (says(e, BROKEN)) {
            return StoreException.Kind.BROKEN;
        }
        if (says(e, UNAVAILABLE)) {
            return StoreException.Kind.UNAVAILABLE;
        }
        if (isTimeout(e)) {
            return StoreException.Kind.TIMEOUT;
        }
        boolean broken = has(e, JedisDataException.class) && !has(e, JedisConnectionException.class);
        return broken ? StoreException.Kind.BROKEN : StoreException.Kind.UNREACHABLE;
    }

    /** A connection that was open and is not any more; the next one may well be. */
    static boolean isDeadConnection(JedisException e) {
        return has(e, JedisConnectionException.class)
                && !isTimeout(e)
                && !has(e, ConnectException.class)
                && !has(e, UnknownHostException.class)
                && !has(e, SSLHandshakeException.class);
    }

    /** Of a socket, or of a pool whose connections are all lent. */
    private static boolean isTimeout(JedisException e) {
        return has(e, SocketTimeoutException.class) || has(e, NoSuchElementException.class);
    }

    /** A slot is on its way to another master, and has some of the call's keys here, some there; nothing was done. */
    static boolean isMoving(JedisException e) {
        return String.valueOf(e.getMessage()).startsWith("TRYAGAIN");
    }

    /** In a pipeline, what the same call by itself may well get past; nothing was done. */
    static boolean isMendedAlone(JedisDataException e) {
        return e instanceof JedisNoScriptException || e instanceof JedisRedirectionException || isMoving(e);
    }

    private static boolean has(JedisException e, Class<? extends Throwable> type) {
        return all(e).stream().anyMatch(type::isInstance);
    }

    private static boolean says(JedisException e, Pattern words) {
        return all(e).stream()
                .filter(JedisException.class::isInstance)
                .anyMatch(
                        said -> words.matcher(String.valueOf(said.getMessage())).find());
    }

    /** A client that gives up repeating, or connecting, has its reasons among what it suppressed. */
    private static List<Throwable> all(JedisException e) {
        List<Throwable> all = new ArrayList<>(List.of(e));
        for (int i = 0; i < Math.min(all.size(), MOST); i++) {
            Throwable cause = all.get(i).getCause();
            if (cause != null) {
                all.add(cause);
            }
            all.addAll(List.of(all.get(i).getSuppressed()));
        }
        return all;
    }
}
