package dev.otpkit.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** SubEthaSMTP in this process, with STARTTLS and a certificate of its own; counts what arrives by its subject's number. */
final class MailServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.subethamail"); // kept, or the level is lost with it
    private static final Pattern NUMBER = Pattern.compile("(?m)^Subject: .*?(\\d+)\\s*$");
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** How often each number arrived. */
    final Map<Integer, AtomicInteger> arrived = new ConcurrentHashMap<>();

    private final KeyStore keys;
    private final int port;
    private SMTPServer server;

    MailServer() throws Exception {
        LOG.setLevel(Level.OFF);
        this.keys = certified();
        this.server = build(0);
        server.start();
        this.port = server.getPortAllocated();
    }

    int port() {
        return port;
    }

    /** Who trusts this server. */
    SSLContext trust() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setCertificateEntry("server", keys.getCertificate("server"));
        trust.init(own);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Cuts every connection, and is there again after so long. */
    void restart(long millis) throws Exception {
        server.stop();
        Thread.sleep(millis);
        server = build(port);
        server.start();
    }

    @Override
    public void close() {
        server.stop();
    }

    private SMTPServer build(int onPort) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return SMTPServer.port(onPort)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .startTlsSocketFactory(context)
                .enableTLS()
                .requireTLS()
                .messageHandlerFactory(Visit::new)
                .build();
    }

    private static KeyStore certified() throws Exception {
        Path folder = Files.createTempDirectory("mail-server");
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool made no certificate");
        }
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    private final class Visit implements MessageHandler {
        Visit(MessageContext context) {}

        @Override
        public void from(String from) throws RejectException {}

        @Override
        public void recipient(String recipient) throws RejectException {}

        @Override
        public String data(InputStream data) throws IOException {
            Matcher number = NUMBER.matcher(new String(data.readAllBytes(), StandardCharsets.UTF_8));
            if (!number.find()) {
                throw new IOException("a mail without a number");
            }
            arrived.computeIfAbsent(Integer.valueOf(number.group(1)), missing -> new AtomicInteger())
                    .incrementAndGet();
            return "taken";
        }

        @Override
        public void done() {}
    }
}
