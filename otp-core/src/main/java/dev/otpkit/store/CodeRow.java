package dev.otpkit.store;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A key's code, packed into one row: all that the state machine knows of it. */
final class CodeRow {
    /** A code is kept past its life for so long, so that the answer can say what became of it. */
    private static final long KEPT = Duration.ofMinutes(10).toMillis();

    /** Bytes of what every row has. */
    private static final int HEAD = 21 + Candidate.TAG;

    private static final byte[] NONE = new byte[0];

    private final Candidate code;
    private final List<byte[]> audience;
    private final boolean decoy;
    private final int attempts;
    private final long expiresAt;
    private final int openedBy;
    private int[] countedCalls = {};
    private boolean dead;
    private byte[] receipt = NONE; // of the call that was accepted

    private CodeRow(Candidate code, List<byte[]> audience, boolean decoy, int attempts, long expiresAt, int openedBy) {
        this.code = code;
        this.audience = audience;
        this.decoy = decoy;
        this.attempts = attempts;
        this.expiresAt = expiresAt;
        this.openedBy = openedBy;
    }

    static CodeRow open(OpenCall call, long now) {
        return new CodeRow(
                call.candidate(),
                call.audience(),
                call.decoy(),
                call.attempts(),
                now + call.ttl().toMillis(),
                call.callId().hashCode());
    }

    static CodeRow read(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        int flags = in.get();
        int attempts = in.get();
        long expiresAt = in.getLong();
        int openedBy = in.getInt();
        String secretId = HexFormat.of().toHexDigits(in.getInt());
        byte[] tag = bytes(in, Candidate.TAG);
        byte[][] audience = new byte[in.get()][];
        for (int i = 0; i < audience.length; i++) {
            audience[i] = bytes(in, OpenCall.AUDIENCE_TAG);
        }
        int[] countedCalls = new int[in.get()];
        for (int i = 0; i < countedCalls.length; i++) {
            countedCalls[i] = in.getInt();
        }
        byte[] receipt = bytes(in, in.get());
        byte[] sealed = bytes(in, in.remaining());
        CodeRow code = new CodeRow(
                new Candidate(secretId, tag, sealed, (flags & 1) != 0),
                List.of(audience),
                (flags & 2) != 0,
                attempts,
                expiresAt,
                openedBy);
        code.dead = (flags & 4) != 0;
        code.countedCalls = countedCalls;
        code.receipt = receipt;
        return code;
    }

    void save(RowStore.Rows rows, String id, long now) {
        int size = HEAD
                + audience.size() * OpenCall.AUDIENCE_TAG
                + countedCalls.length * Integer.BYTES
                + receipt.length
                + code.sealed().length;
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) ((code.strong() ? 1 : 0) | (decoy ? 2 : 0) | (dead ? 4 : 0)));
        out.put((byte) attempts).putLong(expiresAt).putInt(openedBy);
        out.putInt(HexFormat.fromHexDigits(code.secretId())).put(code.tag());
        out.put((byte) audience.size());
        audience.forEach(out::put);
        out.put((byte) countedCalls.length);
        for (int call : countedCalls) {
            out.putInt(call);
        }
        out.put((byte) receipt.length).put(receipt).put(code.sealed());
        rows.put(id, out.array(), Duration.ofMillis(expiresAt + KEPT - now));
    }

    Candidate code() {
        return code;
    }

    Entry entry() {
        return new Entry(code, audience, decoy);
    }

    boolean isUsed() {
        return receipt.length > 0;
    }

    boolean isUsedBy(byte[] call) {
        return Arrays.equals(receipt, call);
    }

    boolean isOpenedBy(String callId) {
        return openedBy == callId.hashCode();
    }

    boolean hasCounted(int call) {
        for (int counted : countedCalls) {
            if (counted == call) {
                return true;
            }
        }
        return false;
    }

    boolean hasFailure() {
        return countedCalls.length > 0;
    }

    /** Whether every recipient of the request is among those that the code was opened for. */
    boolean isFor(OpenCall call) {
        return decoy == call.decoy()
                && call.audience().stream()
                        .allMatch(asked -> audience.stream().anyMatch(sent -> Arrays.equals(asked, sent)));
    }

    int attemptsLeft() {
        return dead || isUsed() ? 0 : attempts - countedCalls.length;
    }

    long life(long now) {
        return expiresAt - now;
    }

    /** By its own marks alone: a spent budget kills a short code besides. */
    SlotStatus.State state(long now) {
        if (isUsed()) {
            return SlotStatus.State.USED;
        }
        if (life(now) <= 0) {
            return SlotStatus.State.EXPIRED;
        }
        return attemptsLeft() == 0 ? SlotStatus.State.EXHAUSTED : SlotStatus.State.LIVE;
    }

    void count(int call) {
        countedCalls = Arrays.copyOf(countedCalls, countedCalls.length + 1);
        countedCalls[countedCalls.length - 1] = call;
    }

    void kill() {
        dead = true;
    }

    void use(byte[] by) {
        receipt = by;
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
