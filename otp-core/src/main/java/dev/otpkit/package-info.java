/**
 * Delivered one-time codes: the service that limits, generates, stores, delivers and verifies them, and the values that
 * an application types.
 *
 * <p>Start at {@link dev.otpkit.OtpService}.
 */
@NullMarked
package dev.otpkit;

import org.jspecify.annotations.NullMarked;
