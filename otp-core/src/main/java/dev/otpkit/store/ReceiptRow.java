package dev.otpkit.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/** A key's receipt, packed into one row: kept after it was redeemed, so that a repeated call gets its answer. */
final class ReceiptRow {
    private final int secretId;
    private final byte[] tag;
    private final long expiresAt;
    private boolean redeemed;
    private int redeemedBy;

    private ReceiptRow(int secretId, byte[] tag, long expiresAt) {
        this.secretId = secretId;
        this.tag = tag;
        this.expiresAt = expiresAt;
    }

    static ReceiptRow of(VerifyCall call, long now) {
        return new ReceiptRow(
                HexFormat.fromHexDigits(call.secretId()),
                call.receiptTag(),
                now + call.receiptTtl().toMillis());
    }

    static ReceiptRow read(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        int secretId = in.getInt();
        long expiresAt = in.getLong();
        byte[] tag = new byte[Candidate.TAG];
        in.get(tag);
        ReceiptRow receipt = new ReceiptRow(secretId, tag, expiresAt);
        receipt.redeemed = in.get() != 0;
        receipt.redeemedBy = in.getInt();
        return receipt;
    }

    void save(RowStore.Rows rows, String id, long now) {
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES * 2 + Long.BYTES + Candidate.TAG + 1);
        out.putInt(secretId).putLong(expiresAt).put(tag);
        out.put((byte) (redeemed ? 1 : 0)).putInt(redeemedBy);
        rows.put(id, out.array(), Duration.ofMillis(expiresAt - now));
    }

    boolean is(RedeemCall call) {
        return secretId == HexFormat.fromHexDigits(call.secretId()) && MessageDigest.isEqual(tag, call.receiptTag());
    }

    boolean isRedeemed() {
        return redeemed;
    }

    boolean isRedeemedBy(String callId) {
        return redeemed && redeemedBy == callId.hashCode();
    }

    void redeem(String callId) {
        redeemed = true;
        redeemedBy = callId.hashCode();
    }
}
