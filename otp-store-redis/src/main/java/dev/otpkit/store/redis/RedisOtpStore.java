package dev.otpkit.store.redis;

import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.Slot;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyCall;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The state machine in Redis: each operation is the script of its name, on the one slot of its subject. */
final class RedisOtpStore implements OtpStore {
    /** A code is kept past its life for so long, so that the answer can say what became of it. */
    private static final byte[] KEPT = Bytes.of(Duration.ofMinutes(10).toMillis());

    /** A row of them is not counted further, in {@code fail.lua} either. */
    private static final int MOST_FAILURES = 127;

    private static final HexFormat HEX = HexFormat.of();

    private final Server server;
    private final Keys keys;

    RedisOtpStore(Server server, Keys keys) {
        this.server = server;
        this.keys = keys;
    }

    @Override
    public OpenAnswer open(OpenCall call) {
        ByteArrayOutputStream accepted = new ByteArrayOutputStream();
        call.accepted().forEach(id -> accepted.writeBytes(HEX.parseHex(id)));
        Reply reply = run(
                Script.OPEN,
                List.of(keys.code(call.slot()), keys.failures(call.slot())),
                List.of(
                        PackedCode.opened(call),
                        Bytes.of(call.ttl().toMillis()),
                        KEPT,
                        Bytes.of(call.resendWhile().toMillis()),
                        accepted.toByteArray(),
                        Bytes.limits(call.slot().budget().limits()),
                        Bytes.of(call.slot().budget().consecutive())));
        return switch (OpenAnswer.Outcome.valueOf(reply.word(0))) {
            case OPENED -> OpenAnswer.opened(reply.millis(1));
            case RESENT -> OpenAnswer.resent(reply.entry(2).orElseThrow(), reply.millis(1));
            case SPENT -> OpenAnswer.spent(reply.waiting(1));
        };
    }

    @Override
    public VerifyAnswer verify(VerifyCall call) {
        List<byte[]> args = new ArrayList<>();
        args.add(call.receiptTag());
        args.add(HEX.parseHex(call.secretId()));
        args.add(Bytes.of(call.receiptTtl().toMillis()));
        args.add(Bytes.of(call.wary() ? 1 : 0));
        args.add(Bytes.limits(call.slot().budget().limits()));
        args.add(Bytes.of(call.slot().budget().consecutive()));
        call.tags().forEach((secretId, tag) -> {
            args.add(HEX.parseHex(secretId));
            args.add(tag);
        });
        List<byte[]> rows = List.of(keys.code(call.slot()), keys.failures(call.slot()));
        return VerifyReply.read(server.run(new Call(Script.VERIFY, rows, args)));
    }

    @Override
    public boolean redeem(RedeemCall call) {
        List<byte[]> args = List.of(HEX.parseHex(call.secretId()), call.receiptTag(), Bytes.tag(call.callId()));
        return Reply.number(server.run(new Call(Script.REDEEM, List.of(keys.code(call.slot())), args))) == 1;
    }

    @Override
    public SlotStatus status(Slot slot) {
        Reply reply = run(
                Script.STATUS,
                List.of(keys.code(slot), keys.failures(slot)),
                List.of(
                        Bytes.limits(slot.budget().limits()),
                        Bytes.of(slot.budget().consecutive())));
        return new SlotStatus(
                SlotStatus.State.valueOf(reply.word(0)),
                reply.millis(1),
                (int) reply.number(2),
                reply.number(3) == 1,
                reply.waiting(4),
                reply.entry(5));
    }

    @Override
    public void erase(Slot slot, Part part) {
        byte[] key = part == Part.CODE ? keys.code(slot) : keys.failures(slot);
        server.run(new Call(Script.ERASE, List.of(key), List.of()));
    }

    @Override
    public void absorb(Slot slot, int failures) {
        server.run(new Call(
                Script.ABSORB,
                List.of(keys.code(slot), keys.failures(slot)),
                List.of(
                        Bytes.of(Math.min(failures, MOST_FAILURES)),
                        Bytes.limits(slot.budget().limits()))));
    }

    private Reply run(Script script, List<byte[]> keys, List<byte[]> args) {
        return Reply.of(server.run(new Call(script, keys, args)));
    }
}
