/**
 * One request, sent once, for the channels whose providers speak HTTP.
 */
@NullMarked
package dev.otpkit.delivery.http;

import org.jspecify.annotations.NullMarked;
