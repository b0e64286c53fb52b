/**
 * How many messages a phone, a mailbox or a network may cause: limits as permits in a sliding window, the buckets they
 * are counted in, and the SPI that counts them.
 */
@NullMarked
package dev.otpkit.limit;

import org.jspecify.annotations.NullMarked;
