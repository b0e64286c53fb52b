package dev.otpkit.store.redis;

import java.util.List;

/**
 * One run of a script. It can be repeated: its tag is among the arguments.
 *
 * @param keys all of one hash tag, unless the server is declared to have no slots
 */
record Call(Script script, List<byte[]> keys, List<byte[]> args) {}
