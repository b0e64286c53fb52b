package dev.otpkit.delivery.twilio;

import dev.otpkit.fixtures.HttpSink;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Twilio as a channel sees it. */
final class Sink extends HttpSink {
    static final String SID = "AC00000000000000000000000000000001";
    static final String TOKEN = "0123456789abcdef0123456789abcdef";

    final List<Post> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger names = new AtomicInteger();

    Sink() {
        this(null);
    }

    Sink(SSLContext shown) {
        super(shown);
    }

    /** A channel of all three kinds that is quick to give up. */
    TwilioChannel.Builder channel() {
        return TwilioChannel.builder()
                .account(SID, TOKEN)
                .api(address())
                .countries("GB", "US")
                .connectTimeout(Duration.ofSeconds(2))
                .deadline(Duration.ofSeconds(5));
    }

    TwilioChannel.Builder sms() {
        return channel().sms("+447400123456");
    }

    @Override
    public void take(OutputStream out, Post post) throws IOException {
        taken.add(post);
        boolean call = post.path().endsWith("/Calls.json");
        String sid = (call ? "CA" : "SM") + hex(names.incrementAndGet());
        write(out, 201, "application/json", Bodies.created(sid, post.form(), call));
    }

    private static String hex(int number) {
        String digits = Integer.toHexString(number);
        return "0".repeat(32 - digits.length()) + digits;
    }

    /** Twilio's own error. */
    static Act error(int status, int code, String... headers) {
        return (out, post) -> write(out, status, "application/json", Bodies.error(status, code, post.form()), headers);
    }
}
