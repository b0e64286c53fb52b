package dev.otpkit.store.redis;

import dev.otpkit.store.Candidate;
import dev.otpkit.store.Entry;
import dev.otpkit.store.OpenCall;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A code as {@code code.lua} packs it: written once here, and read where a script answers with it. */
final class PackedCode {
    /** When it ends, and how many bytes of a receipt it carries: what the server adds. */
    private static final int ADDED = 7;

    private PackedCode() {}

    static byte[] opened(OpenCall call) {
        Candidate code = call.candidate();
        int audience = call.audience().size() * OpenCall.AUDIENCE_TAG;
        int length = ADDED + 3 + Short.BYTES + 4 + 4 + Candidate.TAG + 1 + audience + code.sealed().length;
        ByteBuffer out = ByteBuffer.allocate(length - ADDED);
        out.put(flag(code.strong())).put(flag(call.decoy())).put((byte) call.attempts());
        out.putShort((short) length);
        out.put(Bytes.tag(call.callId()))
                .put(HexFormat.of().parseHex(code.secretId()))
                .put(code.tag());
        out.put((byte) audience);
        call.audience().forEach(out::put);
        return out.put(code.sealed()).array();
    }

    /** From the buffer's start to its end. */
    static Entry read(ByteBuffer row) {
        ByteBuffer in = row.slice().position(ADDED);
        boolean strong = in.get() == 1;
        boolean decoy = in.get() == 1;
        in.get(); // attempts
        in.limit(Short.toUnsignedInt(in.getShort())); // behind it is what became of the code
        in.position(in.position() + 4); // the call that opened it
        String secretId = HexFormat.of().formatHex(bytes(in, 4));
        byte[] tag = bytes(in, Candidate.TAG);
        List<byte[]> audience = new ArrayList<>();
        for (int left = Byte.toUnsignedInt(in.get()); left > 0; left -= OpenCall.AUDIENCE_TAG) {
            audience.add(bytes(in, OpenCall.AUDIENCE_TAG));
        }
        return new Entry(new Candidate(secretId, tag, bytes(in, in.remaining()), strong), audience, decoy);
    }

    private static byte flag(boolean set) {
        return (byte) (set ? 1 : 0);
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
