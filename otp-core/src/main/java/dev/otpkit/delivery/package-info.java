/** Who gets a message, what it says, and the channels that carry it there. */
@NullMarked
package dev.otpkit.delivery;

import org.jspecify.annotations.NullMarked;
