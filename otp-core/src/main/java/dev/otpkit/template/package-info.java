/** How a code becomes a message that a person reads. */
@NullMarked
package dev.otpkit.template;

import org.jspecify.annotations.NullMarked;
