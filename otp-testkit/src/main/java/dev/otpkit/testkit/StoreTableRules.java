package dev.otpkit.testkit;

import org.junit.jupiter.api.Test;

/** Every call in every state, by the literal table. */
interface StoreTableRules extends BackendContract {

    /** No code. */
    @Test
    default void withoutACodeEveryCallAnswersByTheTable() {
        StoreTable.check(this, "none");
    }

    /** A code that nobody has guessed at. */
    @Test
    default void aLiveCodeAnswersEveryCallByTheTable() {
        StoreTable.check(this, "live");
    }

    /** A code with a failure. */
    @Test
    default void aCodeWithAFailureAnswersEveryCallByTheTable() {
        StoreTable.check(this, "tried");
    }

    /** An accepted code. */
    @Test
    default void aUsedCodeAnswersEveryCallByTheTable() {
        StoreTable.check(this, "used");
    }

    /** A code past its life. */
    @Test
    default void anExpiredCodeAnswersEveryCallByTheTable() {
        StoreTable.check(this, "expired");
    }

    /** A code without an attempt left. */
    @Test
    default void anExhaustedCodeAnswersEveryCallByTheTable() {
        StoreTable.check(this, "exhausted");
    }

    /** A short code under a spent budget. */
    @Test
    default void underASpentBudgetEveryCallAnswersByTheTable() {
        StoreTable.check(this, "spent");
    }

    /** A long code under a spent budget. */
    @Test
    default void aLongCodeUnderASpentBudgetAnswersEveryCallByTheTable() {
        StoreTable.check(this, "long");
    }
}
