/**
 * What tests need: the contracts that every store, limiter and channel must pass, and doubles for an application's own
 * tests.
 */
@NullMarked
package dev.otpkit.testkit;

import org.jspecify.annotations.NullMarked;
