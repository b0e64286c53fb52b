package dev.otpkit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpkit.OtpKey;
import dev.otpkit.OtpService;
import dev.otpkit.RequestResult;
import dev.otpkit.VerifyResult;
import dev.otpkit.delivery.ConsoleChannel;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.store.memory.MemoryBackend;
import dev.otpkit.template.MessageTemplate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/** A code's whole life in a terminal: sent, guessed wrong, typed right, used twice, asked for too often. */
public final class Demo {
    private static final String PURPOSE = "login";

    private final BufferedReader in;
    private final PrintStream out;

    Demo(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, UTF_8));
        this.out = out;
    }

    /** Runs the demo on this terminal. */
    public static void main(String[] args) {
        new Demo(System.in, System.out).run();
    }

    void run() {
        try (OtpService otp = OtpService.builder()
                .backend(new MemoryBackend())
                .channel(new ConsoleChannel(out))
                .template(MessageTemplate.standard("otpkit demo"))
                .purpose(PURPOSE)
                .development()
                .build()) {
            out.println(
                    "A one-time code, from request to receipt. There is no server, and nothing leaves this terminal.");
            boolean finished = askRecipient().map(to -> walk(otp, to)).orElse(false);
            out.println(finished ? "\nThat was all of it." : "\nGood-bye.");
        }
    }

    private boolean walk(OtpService otp, Recipient to) {
        OtpKey key = OtpKey.of(PURPOSE, to);
        say("request", otp.request(key, to));
        out.println("\nSomebody else guesses 000000:");
        say("verify", otp.verify(key, "000000"));

        Optional<VerifyResult> result = askCode(otp, key);
        if (result.isEmpty()) {
            return false;
        }
        result.get().receipt().ifPresent(receipt -> {
            out.println("\nThe next page redeems the receipt, and learns from it who this is:");
            out.println("  redeem   "
                    + otp.redeem(PURPOSE, receipt).map(OtpKey::subject).orElse("nothing"));
            out.println("  redeem   "
                    + otp.redeem(PURPOSE, receipt).map(OtpKey::subject).orElse("nothing") + ", the second time");
        });
        out.println("\nAnother code, too soon after the first:");
        say("request", otp.request(key, to));
        return true;
    }

    /** The result that ended it: accepted and then replayed, or no guess left; empty at the end of the input. */
    private Optional<VerifyResult> askCode(OtpService otp, OtpKey key) {
        while (true) {
            Optional<String> typed = ask("\nThe code from the message above: ");
            if (typed.isEmpty()) {
                return Optional.empty();
            }
            VerifyResult result = otp.verify(key, typed.get());
            say("verify", result);
            switch (result.outcome()) {
                case ACCEPTED -> {
                    out.println("\nThe same code again:");
                    say("verify", otp.verify(key, typed.get()));
                    return Optional.of(result);
                }
                case MALFORMED -> out.println("  That is no code at all, so it costs no attempt.");
                case REJECTED -> {
                    if (result.attemptsLeft().orElse(0) == 0) {
                        out.println("  That was the last guess: now even the right code is refused.");
                    }
                }
                case EXHAUSTED, EXPIRED, USED, ABSENT, LOCKED -> {
                    return Optional.of(result);
                }
            }
        }
    }

    private Optional<Recipient> askRecipient() {
        while (true) {
            Optional<String> typed = ask("\nAn e-mail address, or a phone number like +14155550100: ");
            if (typed.isEmpty()) {
                return Optional.empty();
            }
            Optional<Recipient> to =
                    Recipient.read(Recipient.EMAIL, typed.get()).or(() -> Recipient.read(Recipient.SMS, typed.get()));
            if (to.isPresent()) {
                return to;
            }
            out.println("  That is neither. A number needs its country: +44, +1 ...");
        }
    }

    /** One line of input; empty at its end. */
    private Optional<String> ask(String question) {
        out.print(question);
        out.flush();
        try {
            return Optional.ofNullable(in.readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void say(String call, RequestResult result) {
        out.println("  " + call + "  " + result.outcome()
                + (result.sent()
                        ? ", a code of " + result.format().length() + " that lives " + words(result.expiresIn())
                        : "")
                + result.limitedBy().map(by -> ", by the limit of the " + by).orElse("")
                + result.retryAfter().map(wait -> ", again in " + words(wait)).orElse(""));
    }

    private void say(String call, VerifyResult result) {
        out.println("  " + call + "   " + result.outcome()
                + (result.outcome() == VerifyResult.Outcome.REJECTED
                        ? ", attempts left: " + result.attemptsLeft().orElse(0)
                        : "")
                + result.retryAfter().map(wait -> ", again in " + words(wait)).orElse(""));
    }

    private static String words(Duration time) {
        return time.toSeconds() < 120 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }
}
