package dev.otpkit.delivery.smtp;

import dev.otpkit.delivery.DeliveryResult;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who we say we are. An access token is kept until a server refuses it, and then asked for once by all who need it. */
final class Login {
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,16384}");

    private final @Nullable String user;
    private final @Nullable Supplier<String> tokens;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable String secret;

    private Login(@Nullable String user, @Nullable String secret, @Nullable Supplier<String> tokens) {
        this.user = user;
        this.secret = secret;
        this.tokens = tokens;
    }

    static Login none() {
        return new Login(null, null, null);
    }

    static Login password(String user, String password) {
        return new Login(user, password, null);
    }

    static Login xoauth2(String user, Supplier<String> tokens) {
        return new Login(user, null, tokens);
    }

    @Nullable
    String user() {
        return user;
    }

    boolean isRenewable() {
        return tokens != null;
    }

    /** Never DIGEST-MD5 or NTLM: inside TLS they add nothing but old cryptography. */
    String mechanisms() {
        return isRenewable() ? "XOAUTH2" : "PLAIN LOGIN";
    }

    /** The password, or a token that is not the refused one. */
    @Nullable
    String secret(@Nullable String refused, Duration patience) throws NotOpened {
        Supplier<String> fresh = tokens;
        if (fresh == null) {
            return secret;
        }
        try {
            if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw noToken();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noToken();
        }
        try {
            if (secret == null || secret.equals(refused)) {
                secret = ask(fresh);
            }
            return secret;
        } finally {
            lock.unlock();
        }
    }

    private static String ask(Supplier<String> fresh) throws NotOpened {
        @Nullable String token;
        try {
            token = fresh.get();
        } catch (RuntimeException e) {
            throw noToken(); // what it says may hold a secret
        }
        if (token == null || !TOKEN.matcher(token).matches()) {
            throw noToken();
        }
        return token;
    }

    private static NotOpened noToken() {
        return new NotOpened(DeliveryResult.temporary().because("no access token"));
    }

    /** The kind of login. */
    @Override
    public String toString() {
        return user == null ? "no login" : isRenewable() ? "XOAUTH2" : "password";
    }
}
