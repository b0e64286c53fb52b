/**
 * The backend in this process's own memory: exact, bounded, without a thread of its own. Everything is gone when the
 * process ends.
 */
@NullMarked
package dev.otpkit.store.memory;

import org.jspecify.annotations.NullMarked;
