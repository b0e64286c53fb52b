/**
 * Where codes live: the SPI of a store, the calls and answers that cross it, and the whole of it over a user's own
 * transactional rows.
 */
@NullMarked
package dev.otpkit.store;

import org.jspecify.annotations.NullMarked;
