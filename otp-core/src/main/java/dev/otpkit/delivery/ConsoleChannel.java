package dev.otpkit.delivery;

import java.io.PrintStream;
import java.util.regex.Pattern;

/**
 * Prints each message where a developer can read it, code and address and all.
 *
 * <p>Serves every kind of recipient. Control characters, escape sequences and invisible characters are shown as
 * {@code ?}, so that a message cannot drive the terminal or redraw what is above it.
 *
 * <p><strong>Security.</strong> {@link #developmentOnly()}: whoever reads the output can log in as anybody, and a
 * production's output is kept by log collectors. The service refuses it unless told {@code development()}.
 */
public final class ConsoleChannel implements DeliveryChannel {
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]");
    private static final String RULE = "+" + "-".repeat(62) + "\n";

    private final PrintStream out;

    /** Prints to the standard output of this moment. */
    public ConsoleChannel() {
        this(System.out);
    }

    /** Prints to this stream, which stays open. */
    public ConsoleChannel(PrintStream out) {
        this.out = out;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public boolean serves(Recipient recipient) {
        return true;
    }

    /** Prints the message as one block. UNKNOWN when the stream failed. */
    @Override
    public DeliveryResult deliver(Message message) {
        StringBuilder block = new StringBuilder("\n").append(RULE);
        line(
                block,
                "To:      " + message.recipient().address() + " ("
                        + message.recipient().kind() + ")");
        message.subject().ifPresent(subject -> line(block, "Subject: " + subject));
        line(block, "");
        message.text().strip().lines().forEach(text -> line(block, text));
        message.code().ifPresent(code -> {
            line(block, "");
            line(block, "Code:    " + code.digits());
        });
        // One print for the whole block, so that two messages at once do not mix.
        out.print(block.append(RULE));
        return out.checkError() ? DeliveryResult.unknown().because("output failed") : DeliveryResult.sent();
    }

    private static void line(StringBuilder block, String text) {
        block.append("| ").append(UNPRINTABLE.matcher(text).replaceAll("?")).append('\n');
    }

    @Override
    public boolean developmentOnly() {
        return true;
    }
}
