/**
 * A channel that sends mail through the Gmail API with OAuth.
 */
@NullMarked
package dev.otpkit.delivery.gmail;

import org.jspecify.annotations.NullMarked;
