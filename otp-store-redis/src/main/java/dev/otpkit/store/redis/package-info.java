/**
 * A store and a limiter on Redis: every operation of the SPI is one script, and so one atomic step.
 */
@NullMarked
package dev.otpkit.store.redis;

import org.jspecify.annotations.NullMarked;
