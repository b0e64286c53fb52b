/** Programs to run and to copy from. */
@NullMarked
package dev.otpkit.examples;

import org.jspecify.annotations.NullMarked;
