/**
 * How a code is made, and how what a person typed is read back into one.
 *
 * <p>Codes are strings of ASCII from end to end: never numbers, and never formatted with a locale.
 */
@NullMarked
package dev.otpkit.code;

import org.jspecify.annotations.NullMarked;
