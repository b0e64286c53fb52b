package dev.otpkit.delivery.smtp;

/** How the way to the server is protected. */
enum Security {
    STARTTLS,
    IMPLICIT_TLS,
    /** To this machine alone. */
    PLAIN_TEXT
}
