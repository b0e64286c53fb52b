package dev.otpkit.store;

import java.util.List;

/**
 * A code that a store holds, as it was opened.
 *
 * @param code its tag and seal
 * @param audience the tags of those it was opened for
 * @param decoy whether nobody was to receive it
 */
public record Entry(Candidate code, List<byte[]> audience, boolean decoy) {}
