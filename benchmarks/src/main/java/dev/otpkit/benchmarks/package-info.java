/** How fast and how small the library is, beside what it is made of and beside a peer. */
@NullMarked
package dev.otpkit.benchmarks;

import org.jspecify.annotations.NullMarked;
