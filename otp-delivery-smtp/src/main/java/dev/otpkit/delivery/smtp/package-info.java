/**
 * A channel that sends mail over SMTP, on pooled connections, with STARTTLS required.
 */
@NullMarked
package dev.otpkit.delivery.smtp;

import org.jspecify.annotations.NullMarked;
