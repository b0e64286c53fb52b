package dev.otpkit.store;

/**
 * Keeps codes, receipts and failures: a small state machine, each method one atomic step.
 *
 * <pre>
 *          open                    right guess
 * (none) ---------> LIVE -----------------------> USED, and a receipt of its own, redeemable once
 *                    |  wrong guess: stays LIVE, one attempt less, one failure more
 *                    |  the last attempt wrong, or the budget spent ---> EXHAUSTED
 *                    |  its life over ---------------------------------> EXPIRED
 *                    '  erase -----------------------------------------> (none)
 * </pre>
 *
 * <p>Guarantees that every implementation gives, raced by any number of callers:
 *
 * <ul>
 *   <li>exactly one call is ever told {@code ACCEPTED} for a code, and only before its life is over;
 *   <li>a code is compared with at most {@code attempts} guesses, each counted in the same atomic step;
 *   <li>failures at codes that are not strong add up per subject and budget, whatever the key; a success, a fresh code or
 *       a resend refills nothing, and a success ends the consecutive row only;
 *   <li>a live code is repeated only to the same audience, unchanged;
 *   <li>a receipt is redeemed once; a later open leaves it alone, erasing the code removes it, the newer wins;
 *   <li>the same call repeated after a lost reply, with its own tag, gets the same answer and counts once, until the
 *       entry is replaced;
 *   <li>nothing is kept without an end: a code for 10 minutes past its life, failures for 30 days after the last, and for
 *       400 days once 10 came in a row.
 * </ul>
 *
 * <p>Fails with {@link StoreException} when it cannot answer; it never answers what it has not written.
 *
 * <p><b>Security.</b> A store sees tags, sealed codes and pseudonyms, never a code, an address or a secret: it has nothing
 * to leak. Tags are compared in constant time where the language allows. Each method is one atomic step: an
 * implementation that reads, decides and then writes is raced into accepting twice. Time is the backend's own, never the
 * caller's.
 */
public interface OtpStore {

    /** Opens the candidate, or answers with the live code, or says that the budget is spent. */
    OpenAnswer open(OpenCall call);

    /** Counts and compares one guess, and uses the code up when it is right. */
    VerifyAnswer verify(VerifyCall call);

    /** Whether this call, and none before it, redeems the receipt. */
    boolean redeem(RedeemCall call);

    /** What is known of the slot, unchanged. */
    SlotStatus status(Slot slot);

    /** Forgets; no effect where there is nothing. */
    void erase(Slot slot, Part part);

    /**
     * Takes over what happened to the slot's subject while this store was lost: adds so many failures to the budget, and
     * erases the code of the key, not its receipt. A repeat may count twice, never less.
     */
    void absorb(Slot slot, int failures);

    /** What of a slot can be forgotten. */
    enum Part {
        /** The key's code and its receipt. */
        CODE,
        /** The subject's failures in the slot's budget. */
        FAILURES
    }
}
