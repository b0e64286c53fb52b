/**
 * Channels that send SMS and WhatsApp messages and make voice calls through Twilio.
 */
@NullMarked
package dev.otpkit.delivery.twilio;

import org.jspecify.annotations.NullMarked;
