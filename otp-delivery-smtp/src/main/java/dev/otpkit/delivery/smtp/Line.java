package dev.otpkit.delivery.smtp;

import dev.otpkit.delivery.DeliveryResult;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.angus.mail.util.SocketFetcher;
import org.jspecify.annotations.Nullable;

/** One place of the pool: at most one open connection, for one thread at a time. */
final class Line {
    private static final Duration LONGEST_NOOP = Duration.ofSeconds(2);
    private static final DeliveryResult NOT_IN_ASCII = DeliveryResult.permanent("address needs smtputf8");

    private final Server server;
    private final Session session;
    private final ScheduledExecutorService timer;
    private @Nullable Dialogue dialogue;
    private @Nullable CountedSocket wire;
    private int handed;
    private long lastUsed;

    Line(Server server, Session session, ScheduledExecutorService timer) {
        this.server = server;
        this.session = session;
        this.timer = timer;
    }

    /** Hands the mail to the server once. A kept connection that turns out to be dead is replaced once before that. */
    DeliveryResult deliver(MimeMessage mail, String recipient, boolean international, Watch watch) {
        boolean settled = false;
        try {
            boolean kept = isAlive(watch);
            Dialogue current = kept ? dialogue() : open(watch);
            DeliveryResult result = NOT_IN_ASCII;
            if (takes(current, international)) {
                result = hand(current, mail, recipient, international);
                if (kept && Verdict.isLostBeforeContent(current.step(), current.reply()) && !watch.isOver()) {
                    Dialogue fresh = open(watch);
                    result = takes(fresh, international) ? hand(fresh, mail, recipient, international) : NOT_IN_ASCII;
                }
            }
            settled = true;
            return result;
        } catch (NotOpened e) {
            return e.result();
        } finally {
            if (!settled) {
                cut();
            }
        }
    }

    private Dialogue dialogue() {
        return Objects.requireNonNull(dialogue);
    }

    /** Whether the server can be told the address at all. */
    private static boolean takes(Dialogue current, boolean international) {
        return !international || current.supportsExtension("SMTPUTF8");
    }

    private DeliveryResult hand(Dialogue current, MimeMessage mail, String recipient, boolean international) {
        handed++;
        boolean usable;
        try {
            current.hand(mail, recipient, international);
            usable = true;
        } catch (MessagingException | RuntimeException e) {
            // The step and the reply know better: a second failure, of RSET, hides the first in the exception.
            usable = Verdict.isRefusal(current.reply()) && current.reply() != 421 && current.isClean();
        }
        lastUsed = System.nanoTime();
        if (!usable) {
            cut();
        } else if (handed >= server.messages()) {
            close();
        }
        return Verdict.ofMessage(current.step(), current.reply());
    }

    /** Whether there is a connection, and it was used a moment ago or answers. */
    private boolean isAlive(Watch watch) {
        Dialogue kept = dialogue;
        CountedSocket under = wire;
        if (kept == null || under == null) {
            return false;
        }
        watch.over(under);
        boolean alive = answers(kept, under);
        if (!alive) {
            cut();
        }
        return alive;
    }

    private boolean answers(Dialogue kept, CountedSocket under) {
        try {
            if (under.isUnread()) {
                return false; // nobody asked for it: a farewell, or what would be taken for the next answer
            }
            if (System.nanoTime() - lastUsed < server.trusted().toNanos()) {
                return true;
            }
            under.setSoTimeout(millis(shorter(server.readTimeout(), LONGEST_NOOP)));
            if (!kept.isConnected()) {
                return false;
            }
            under.setSoTimeout(millis(server.readTimeout()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Dialogue open(Watch watch) throws NotOpened {
        cut(); // what is there: a place holds one connection
        @Nullable String secret = server.login().secret(null, watch.left());
        try {
            return connect(secret, watch);
        } catch (NotOpened e) {
            if (!server.login().isRenewable() || !e.result().equals(Verdict.LOGIN_REFUSED)) {
                throw e;
            }
        }
        return connect(server.login().secret(secret, watch.left()), watch);
    }

    private Dialogue connect(@Nullable String secret, Watch watch) throws NotOpened {
        CountedSocket reached = reach(watch);
        Dialogue fresh =
                new Dialogue(session, new URLName("smtp", server.host(), server.port(), null, null, null), reached);
        boolean opened = false;
        try {
            Socket socket = server.security() == Security.IMPLICIT_TLS
                    ? SocketFetcher.startTLS(reached, server.host(), session.getProperties(), "mail.smtp")
                    : reached;
            fresh.open(socket, server.login().user(), secret);
            if (server.login().user() != null && !fresh.supportsExtension("AUTH")) {
                throw new NotOpened(DeliveryResult.misconfigured("no login offered"));
            }
            opened = true;
        } catch (MessagingException | IOException | RuntimeException e) {
            throw new NotOpened(
                    isStripped(fresh)
                            ? DeliveryResult.misconfigured("no starttls offered")
                            : Verdict.ofConnection(fresh.step(), fresh.reply(), e));
        } finally {
            if (!opened) {
                reached.cut();
            }
        }
        wire = reached;
        dialogue = fresh;
        handed = 0;
        lastUsed = System.nanoTime();
        return fresh;
    }

    private boolean isStripped(Dialogue greeted) {
        return server.security() == Security.STARTTLS
                && greeted.step() == Step.HELLO
                && greeted.reply() == 250
                && !greeted.supportsExtension("STARTTLS");
    }

    /** The first of the host's addresses that answers. */
    private CountedSocket reach(Watch watch) throws NotOpened {
        IOException failed = new IOException("no time left");
        try {
            for (InetAddress address : InetAddress.getAllByName(server.host())) {
                if (watch.isOver()) {
                    break;
                }
                CountedSocket candidate =
                        new CountedSocket(timer, server.writeTimeout(), server.security() == Security.PLAIN_TEXT);
                watch.over(candidate);
                try {
                    // With the name that was configured: certificates are held against it, not against what DNS says.
                    InetAddress named = InetAddress.getByAddress(server.host(), address.getAddress());
                    candidate.connect(
                            new InetSocketAddress(named, server.port()),
                            millis(shorter(server.connectTimeout(), watch.left())));
                    candidate.setSoTimeout(millis(server.readTimeout()));
                    candidate.setTcpNoDelay(true);
                    return candidate;
                } catch (IOException e) {
                    candidate.cut();
                    failed = e;
                }
            }
        } catch (IOException e) {
            failed = e;
        }
        throw new NotOpened(Verdict.ofConnection(Step.CONNECT, 0, failed));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** At least one: to a socket zero is for ever. */
    private static int millis(Duration time) {
        return (int) Math.max(1, time.toMillis());
    }

    /** Takes leave of the server. */
    void close() {
        Dialogue kept = dialogue;
        try {
            if (kept != null) {
                kept.close();
            }
        } catch (MessagingException e) {
            return; // it has left already
        } finally {
            cut();
        }
    }

    private void cut() {
        CountedSocket under = wire;
        wire = null;
        dialogue = null;
        if (under != null) {
            under.cut();
        }
    }
}
