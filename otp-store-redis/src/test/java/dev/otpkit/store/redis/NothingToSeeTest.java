package dev.otpkit.store.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpPolicy;
import dev.otpkit.OtpRequest;
import dev.otpkit.OtpService;
import dev.otpkit.VerifyResult;
import dev.otpkit.code.OtpGenerator;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.testkit.OtpInbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.UnifiedJedis;

/** T21: who reads everything that a server is asked, writes and keeps, reads no code, no address and no name. */
class NothingToSeeTest {
    /** Is part of every address and name here, and of nothing else. */
    private static final String CANARY = "cAnAry";

    private static final int FLOWS = 1_000;

    private RedisProcess server;
    private int asked;
    private UnifiedJedis client;
    private final OtpInbox inbox = new OtpInbox();
    private final Set<String> codes = new HashSet<>();
    private final Set<String> receipts = new HashSet<>();

    @BeforeEach
    void start() {
        server = RedisProcess.start(
                "--appendonly",
                "yes",
                "--rdbcompression",
                "no",
                "--slowlog-log-slower-than",
                "0",
                "--slowlog-max-len",
                "100000");
        client = Clients.of(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private OtpService service(OtpGenerator generator) {
        return Services.on(RedisBackend.builder(client).standalone().build(), inbox)
                .policy(OtpPolicy.builder().generator(generator).build())
                .purpose("login")
                .limits(Services.unlimited())
                .build();
    }

    @Test
    void noCodeNoAddressAndNoNameIsInWhatTheServerSeesWritesAndKeeps() throws Exception {
        try (Monitor monitor = new Monitor(server.port());
                OtpService service = service(OtpGenerator.digits(10))) {
            for (int i = 0; i < FLOWS; i++) {
                flow(service, i);
            }
            Map<String, Seen> everything = everything(monitor);
            everything.forEach((where, seen) -> {
                assertThat(seen.size()).as(where).isGreaterThan(10_000);
                assertThat(seen.has(CANARY)).as(where).isFalse();
                assertThat(seen.has("203.0.113.")).as(where).isFalse();
                assertThat(seen.codes(codes)).as(where).isEmpty();
                assertThat(receipts).as(where).noneMatch(seen::has);
            });

            // Were it there, it would have been found.
            plant(CANARY + " " + codes.iterator().next());
            everything(monitor).forEach((where, seen) -> {
                assertThat(seen.has(CANARY)).as(where).isTrue();
                assertThat(seen.codes(codes)).as(where).hasSize(1);
            });
        }
    }

    private void flow(OtpService service, int number) {
        Recipient recipient = number % 2 == 0
                ? Recipient.email(CANARY + number + "@example.com")
                : Recipient.email(number + "@" + CANARY + ".example.com");
        OtpKey key = OtpKey.of("login", CANARY + "-" + number).boundTo("payee", CANARY);
        OtpRequest request = OtpRequest.of(key, recipient).clientIp("203.0.113." + number % 256);
        service.request(request);
        String code = inbox.awaitCode(recipient);
        codes.add(code);
        service.request(request); // the same again
        assertThat(inbox.awaitCode(recipient)).isEqualTo(code);
        service.verify(key, code.substring(1) + code.charAt(0), "203.0.113.7");
        codes.add(code.substring(1) + code.charAt(0));
        if (number % 3 > 0) {
            VerifyResult verified = service.verify(key, code, "203.0.113.7");
            verified.receipt().ifPresent(receipt -> {
                if (number % 100 == 1) {
                    receipts.add(receipt.value());
                }
                if (number % 3 == 2) {
                    service.redeem("login", receipt);
                }
            });
        }
        service.status(key);
    }

    private Map<String, Seen> everything(Monitor monitor) throws IOException, InterruptedException {
        Map<String, Seen> everything = new LinkedHashMap<>();
        client.exists("last word " + ++asked);
        everything.put("MONITOR", new Seen(monitor.until("last word " + asked)));
        everything.put("SLOWLOG", new Seen(asked("SLOWLOG GET 100000")));
        ask(Command.SAVE);
        everything.put("dump", new Seen(Files.readAllBytes(server.folder().resolve("dump.rdb"))));
        everything.put("AOF", new Seen(appendOnlyFile()));
        return everything;
    }

    @SuppressWarnings("deprecation") // in 8; 6 has no other
    private void ask(Command command) {
        client.sendCommand(command);
    }

    private void plant(String leak) {
        client.set("otp:planted", leak);
    }

    private byte[] appendOnlyFile() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.walk(server.folder())) {
            for (Path file : files.filter(path -> path.toString().contains("appendonly"))
                    .filter(Files::isRegularFile)
                    .toList()) {
                all.write(Files.readAllBytes(file));
            }
        }
        return all.toByteArray();
    }

    /** The bytes of a reply, as they come. */
    private byte[] asked(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(UTF_8));
            return socket.getInputStream().readAllBytes();
        }
    }

    /** T24: whatever the subject is called. */
    @Test
    void keysHaveTheirFormWhateverTheSubjectIsCalled() {
        try (OtpService service = service(OtpGenerator.digits(6))) {
            for (String subject : List.of(
                    "a}:{b",
                    "{}",
                    "*",
                    "?",
                    "otp:{",
                    "../..",
                    "\u00e4\u0669",
                    "\ud83d\ude00",
                    "a".repeat(200),
                    "a b",
                    "$(id)",
                    "%00")) {
                OtpKey key = OtpKey.of("login", subject).boundTo("payee", "}{:" + subject);
                Recipient recipient = Recipient.email("ada@example.com");
                service.request(OtpRequest.of(key, recipient).clientIp("2001:db8::7"));
                String code = inbox.awaitCode(recipient);
                service.verify(key, code.equals("000000") ? "000001" : "000000", "2001:db8::7");
                service.verify(key, code);
            }
            assertThat(client.keys("*"))
                    .hasSizeGreaterThan(20)
                    .allMatch(key -> key.matches("otp:\\{[0-9a-f]{32}\\}(:[0-9a-z]+)*"));
        }
    }

    /** All of 10^6 codes, in whatever way one hashes without a key. */
    @Test
    void noCodeIsFoundInADumpByTryingThemAll() throws Exception {
        try (OtpService service = service(OtpGenerator.digits(6))) {
            for (int i = 0; i < 20; i++) {
                service.request(OtpKey.of("login", "user-" + i), Recipient.email("ada@example.com"));
            }
        }
        assertThat(found(windows())).isZero();

        client.set("otp:planted".getBytes(UTF_8), sha256("493021".getBytes(UTF_8)));
        assertThat(found(windows()))
                .as("were it there, it would have been found")
                .isEqualTo(1);
    }

    /** Every eight bytes that stand together in the dump. */
    private Set<Long> windows() throws IOException {
        ask(Command.SAVE);
        ByteBuffer dump = ByteBuffer.wrap(Files.readAllBytes(server.folder().resolve("dump.rdb")));
        Set<Long> windows = new HashSet<>();
        for (int at = 0; at + Long.BYTES <= dump.limit(); at++) {
            windows.add(dump.getLong(at));
        }
        return windows;
    }

    private static int found(Set<Long> windows) throws GeneralSecurityException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("user-7".getBytes(UTF_8), "HmacSHA256"));
        int found = 0;
        for (int number = 0; number < 1_000_000; number++) {
            byte[] code = String.format(Locale.ROOT, "%06d", number).getBytes(UTF_8);
            for (byte[] hash : List.of(sha256.digest(code), sha1.digest(code), md5.digest(code), mac.doFinal(code))) {
                if (windows.contains(ByteBuffer.wrap(hash).getLong())) {
                    found++;
                }
            }
        }
        return found;
    }

    private static byte[] sha256(byte[] text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text);
    }

    /** One who listens to everything that the server is asked. */
    private static final class Monitor implements AutoCloseable {
        private final Socket socket;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private String last = "";

        Monitor(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream().write("MONITOR\r\n".getBytes(UTF_8));
            assertThat(socket.getInputStream().readNBytes(5)).isEqualTo("+OK\r\n".getBytes(UTF_8));
            Thread listener = new Thread(this::listen, "monitor");
            listener.setDaemon(true);
            listener.start();
        }

        private void listen() {
            byte[] buffer = new byte[1 << 16];
            try {
                for (int n; (n = socket.getInputStream().read(buffer)) > 0; ) {
                    synchronized (this) {
                        heard.write(buffer, 0, n);
                        last += new String(buffer, 0, n, ISO_8859_1);
                        last = last.substring(Math.max(0, last.length() - 200));
                        notifyAll();
                    }
                }
            } catch (IOException e) {
                return; // closed
            }
        }

        /** All that was heard up to a last word. */
        synchronized byte[] until(String word) throws InterruptedException {
            long end = System.nanoTime() + 20_000_000_000L;
            while (!last.contains(word)) {
                assertThat(System.nanoTime()).as(word + " was not heard").isLessThan(end);
                wait(100);
            }
            return heard.toByteArray();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
