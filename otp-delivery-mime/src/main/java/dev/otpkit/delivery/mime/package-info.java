/**
 * Mail messages built from rendered ones, for the channels that send mail.
 */
@NullMarked
package dev.otpkit.delivery.mime;

import org.jspecify.annotations.NullMarked;
