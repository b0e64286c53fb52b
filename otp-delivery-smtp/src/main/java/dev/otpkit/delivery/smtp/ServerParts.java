package dev.otpkit.delivery.smtp;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.mime.MailComposer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What a builder has been told so far, each part checked, and the defaults of the rest. */
final class ServerParts {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}");
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int LONGEST_SECRET = 1_024;

    private @Nullable String host;
    private Login login = Login.none();
    String name = "smtp";
    boolean developmentOnly;

    @Nullable
    MailComposer composer;

    @Nullable
    String replyTo;

    private @Nullable Security security;

    @Nullable
    Integer port;

    @Nullable
    SSLContext tls;

    int connections = 8;
    int messages = 100;
    Duration connectTimeout = Duration.ofSeconds(5);
    Duration readTimeout = Duration.ofSeconds(10);
    Duration writeTimeout = Duration.ofSeconds(10);
    Duration deadline = Duration.ofSeconds(30);
    Duration idle = Duration.ofSeconds(30);
    // How long after its last use a connection is not asked whether it still answers.
    // Asking before each message would cost a trip in five; a server that hung up within a second is found out at MAIL.
    Duration trusted = Duration.ofSeconds(1);

    void name(String name) {
        this.name = DeliveryChannel.requireName(name);
    }

    MailComposer composer() {
        if (composer == null) {
            throw new IllegalStateException("from(...) is missing");
        }
        return replyTo == null ? composer : composer.replyTo(replyTo);
    }

    void secured(Security said) {
        if (security != null && security != said) {
            throw new IllegalStateException("startTls(), implicitTls() and plainText() exclude each other");
        }
        security = said;
    }

    private Security security() {
        return security == null ? Security.STARTTLS : security;
    }

    static int within(String what, int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(what + " must be " + least + ".." + most + ": " + number);
        }
        return number;
    }

    static Duration bounded(String what, Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " must be 1 ms.." + LONGEST.toMinutes() + " min: " + time);
        }
        return time;
    }

    void host(String host) {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "host must be an ASCII name or an address: " + host.length() + " characters given");
        }
        this.host = host;
    }

    void password(String user, String password) {
        login = Login.password(credential("user", user), credential("password", password));
    }

    void xoauth2(String user, Supplier<String> accessTokens) {
        login = Login.xoauth2(credential("user", user), accessTokens);
    }

    /** Control characters separate the fields of what is sent at AUTH. */
    static String credential(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST_SECRET || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " must be 1.." + LONGEST_SECRET
                    + " characters without control characters: " + text.length() + " given");
        }
        return text;
    }

    Server server() {
        if (host == null) {
            throw new IllegalStateException("host(...) is missing");
        }
        if (security() == Security.PLAIN_TEXT) {
            requireLoopback(host);
        }
        return new Server(
                host,
                port != null ? port : usualPort(),
                security(),
                tls != null ? tls : trustingAsTheJvm(),
                login,
                composer().sender(),
                connections,
                messages,
                connectTimeout,
                readTimeout,
                writeTimeout,
                deadline,
                idle,
                trusted);
    }

    private int usualPort() {
        return switch (security()) {
            case STARTTLS -> 587;
            case IMPLICIT_TLS -> 465;
            case PLAIN_TEXT -> 1025;
        };
    }

    // Told without the host: a password may have got into its setting.
    private static void requireLoopback(String host) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("plainText() is for a loopback host only, this one is unknown");
        }
        if (!Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
            throw new IllegalArgumentException("plainText() is for a loopback host only");
        }
    }

    private static SSLContext trustingAsTheJvm() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }
}
