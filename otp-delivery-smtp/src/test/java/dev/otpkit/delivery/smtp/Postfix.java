package dev.otpkit.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.fixtures.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Debian's Postfix on a loopback port, with configuration, queue and mailboxes of its own; takes root to start. */
final class Postfix implements AutoCloseable {
    static final String USER = "otp";
    static final String PASSWORD = "Secret-Canary";
    static final String DOMAIN = "example.com";

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    final int port;
    private final Path folder;
    private final Path mailboxes;

    Postfix(Path folder, Certificates certificates) throws IOException {
        this.folder = folder;
        this.mailboxes = folder.resolve("mail");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // Postfix runs as itself, below folders that JUnit made for us alone.
        for (Path above = folder;
                !above.equals(Path.of("/tmp")) && above.getParent() != null;
                above = above.getParent()) {
            Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.createDirectories(folder.resolve("queue"));
        owned(Files.createDirectories(folder.resolve("data")), "postfix");
        owned(Files.createDirectories(mailboxes), "nobody");
        Path key = config.resolve("localhost.pem");
        Files.writeString(key, certificates.pem("localhost"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(config.resolve("main.cf"), main(config));
        Files.writeString(config.resolve("master.cf"), master());
        Path sasl = Files.createDirectories(config.resolve("sasl"));
        Files.writeString(
                sasl.resolve("smtpd.conf"),
                "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: " + sasl
                        + "/db\n");
        run(PASSWORD, "saslpasswd2", "-p", "-c", "-f", sasl + "/db", "-u", "localhost", USER);
        run("", "chgrp", "postfix", sasl + "/db");
        Files.setPosixFilePermissions(sasl.resolve("db"), PosixFilePermissions.fromString("rw-r-----"));
        run("", "postfix", "-c", config.toString(), "start");
        try {
            awaitGreeting();
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private String main(Path config) {
        String nobody = number("-u");
        return String.join(
                "\n",
                "compatibility_level = 3.6",
                "queue_directory = " + folder.resolve("queue"),
                "data_directory = " + folder.resolve("data"),
                "maillog_file = " + folder.resolve("log"),
                "maillog_file_prefixes = " + folder,
                "myhostname = localhost",
                "mydestination =",
                "mynetworks =",
                "local_recipient_maps =",
                "alias_maps =",
                "alias_database =",
                "inet_interfaces = loopback-only",
                "inet_protocols = ipv4",
                "virtual_mailbox_domains = " + DOMAIN,
                "virtual_mailbox_base = " + mailboxes,
                // Everybody's mail in one folder, but for those who are nobody or have no room.
                "virtual_mailbox_maps = regexp:{ {/^(unknown|full)@/ nobody} {/./ all/} }",
                "virtual_uid_maps = static:" + nobody,
                "virtual_gid_maps = static:" + number("-g"),
                "virtual_minimum_uid = 1",
                "default_transport = error:elsewhere",
                "smtputf8_enable = yes",
                "smtpd_tls_security_level = encrypt",
                "smtpd_tls_auth_only = yes",
                "smtpd_tls_chain_files = " + config.resolve("localhost.pem"),
                "smtpd_sasl_auth_enable = yes",
                "smtpd_sasl_type = cyrus",
                "cyrus_sasl_config_path = " + config.resolve("sasl"),
                "smtpd_sasl_local_domain = localhost",
                "smtpd_sasl_security_options = noanonymous",
                "smtpd_sender_restrictions = check_sender_access inline:{ {banned@acme.test=REJECT} }",
                "smtpd_relay_restrictions = permit_sasl_authenticated, reject",
                "smtpd_recipient_restrictions = check_recipient_access"
                        + " regexp:{ {/^unknown@/ 550 5.1.1 no such user} {/^full@/ 452 4.2.2 mailbox full} }",
                "smtpd_end_of_data_restrictions = check_recipient_access"
                        + " regexp:{ {/^spam@/ 554 5.7.1 message refused} {/^slow@/ 451 4.3.0 not now} }",
                "");
    }

    private String master() {
        return """
                127.0.0.1:%d inet n - n - - smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                proxymap unix - - n - - proxymap
                error unix - - n - - error
                virtual unix - n n - - virtual
                anvil unix - - n - 1 anvil
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port);
    }

    /** What has arrived in anybody's mailbox since this was last asked, once all that was accepted has been delivered. */
    List<String> take() throws IOException {
        long end = System.nanoTime() + PATIENCE;
        // In the order in which a mail goes through them, or one that moves meanwhile would be seen in none.
        while (Stream.of("incoming", "active", "deferred").anyMatch(this::isWaiting)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("a mail stays: " + Files.readString(folder.resolve("log")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        List<String> mails = new ArrayList<>();
        Path arrived = mailboxes.resolve("all").resolve("new");
        for (Path file : Files.isDirectory(arrived) ? filesBelow(arrived) : List.<Path>of()) {
            mails.add(Files.readString(file, StandardCharsets.UTF_8));
            Files.delete(file);
        }
        return mails;
    }

    private boolean isWaiting(String queue) {
        return !filesBelow(folder.resolve("queue").resolve(queue)).isEmpty();
    }

    private static List<Path> filesBelow(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(directory); // it changed while it was read: something is there
        }
    }

    @Override
    public void close() {
        run("", "postfix", "-c", folder.resolve("config").toString(), "stop");
    }

    private void awaitGreeting() throws IOException {
        long end = System.nanoTime() + PATIENCE;
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(5_000);
                if (socket.getInputStream().read() == '2') {
                    return;
                }
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        Path log = folder.resolve("log");
        throw new AssertionError("Postfix does not answer: " + (Files.exists(log) ? Files.readString(log) : "no log"));
    }

    private static String number(String which) {
        return run("", "id", which, "nobody").strip();
    }

    private static void owned(Path path, String user) {
        run("", "chown", user, path.toString());
    }

    private static String run(String input, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as("%s: %s", String.join(" ", command), said)
                    .isZero();
            return said;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("could not run " + command[0], e);
        }
    }
}
