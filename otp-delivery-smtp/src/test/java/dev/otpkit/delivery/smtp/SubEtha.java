package dev.otpkit.delivery.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** SubEthaSMTP in this process, with STARTTLS and a login, which takes mail or refuses it at a step. */
final class SubEtha implements AutoCloseable {
    static final String USER = "otp";
    static final String PASSWORD = "Secret-Canary";

    // The server writes addresses and contents to its own log, in the same process; ours is what is listened to.
    private static final Logger LOG = Logger.getLogger("org.subethamail");

    final List<String> contents = new CopyOnWriteArrayList<>();
    final List<String> recipients = new CopyOnWriteArrayList<>();
    final List<String> handed = new CopyOnWriteArrayList<>();

    private final AtomicReference<@Nullable String> step = new AtomicReference<>();
    private volatile int code;
    private volatile boolean locked;
    private final SMTPServer server;

    SubEtha(SSLContext shown) {
        LOG.setLevel(Level.OFF);
        server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("test")
                .startTlsSocketFactory(shown)
                .enableTLS()
                .requireTLS()
                .requireAuth()
                .insertReceivedHeaders(false)
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (locked || !user.equals(USER) || !password.equals(PASSWORD)) {
                        throw new LoginFailedException();
                    }
                }))
                .messageHandlerFactory(Visit::new)
                .build();
        server.start();
    }

    int port() {
        return server.getPortAllocated();
    }

    /** From now on, "MAIL", "RCPT" or "." is answered so; zero hangs up. */
    void refuse(String step, int code) {
        this.code = code;
        this.step.set(step);
    }

    /** From now on, nobody's login is good. */
    void lock() {
        locked = true;
    }

    @Override
    public void close() {
        server.stop();
    }

    private void at(String reached) throws RejectException {
        if (reached.equals(step.get())) {
            throw code == 0
                    ? new DropConnectionException(421, "bye")
                    : new RejectException(code, "no, ada@example.com");
        }
    }

    private final class Visit implements MessageHandler {
        Visit(MessageContext context) {}

        @Override
        public void from(String from) throws RejectException {
            at("MAIL");
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            at("RCPT");
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws RejectException, IOException {
            String content = new String(data.readAllBytes(), StandardCharsets.UTF_8);
            handed.add(content);
            at(".");
            contents.add(content);
            return "taken";
        }

        @Override
        public void done() {}
    }
}
