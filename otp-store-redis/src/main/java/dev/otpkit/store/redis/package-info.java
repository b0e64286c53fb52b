/** A backend on Redis: one script an operation, one slot a subject. */
@NullMarked
package dev.otpkit.store.redis;

import org.jspecify.annotations.NullMarked;
