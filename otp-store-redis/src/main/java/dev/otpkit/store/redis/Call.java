package dev.otpkit.store.redis;

import java.util.List;

/**
 * One run of a script. What it must do once however often it is repeated has the call's tag among the arguments.
 *
 * @param keys all of one hash tag, unless the server is declared to have no slots
 */
record Call(Script script, List<byte[]> keys, List<byte[]> args) {}
