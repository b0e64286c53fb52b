package dev.otpkit.delivery.smtp;

import org.jspecify.annotations.Nullable;

/** How far a dialogue with a server has come. What a reply or a silence means depends on it. */
enum Step {
    CONNECT,
    HELLO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    DATA,
    /** From the moment the final dot may have been written. */
    DOT;

    /** The step that a command begins; null for RSET, NOOP and QUIT, which say nothing about a message. */
    static @Nullable Step of(String command) {
        int end = command.indexOf(' ');
        return switch (end < 0 ? command : command.substring(0, end)) {
            case "EHLO", "HELO" -> HELLO;
            case "STARTTLS" -> STARTTLS;
            case "AUTH" -> AUTH;
            case "MAIL" -> MAIL;
            case "RCPT" -> RCPT;
            case "DATA" -> DATA;
            case "." -> DOT;
            default -> null;
        };
    }
}
