package dev.otpkit.testkit;

import java.util.Set;

/** What can be wrong with a store, and the rules that this breaks; the first seven have been seen in the field. */
enum StoreFlaw {
    NONE,
    /** The right guess is read and compared in one trip, the code removed in the next. */
    GET_THEN_DEL("ofManyRightGuessesAtOnceExactlyOneIsAccepted"),
    /** The wrong guess is compared in one trip and counted in the next. */
    COUNTED_AFTER_COMPARING(
            "ofManyWrongGuessesAtOnceExactlyTheAttemptsAreCompared",
            "theBudgetHoldsThoughManyKeysOfASubjectAreGuessedAtAtOnce"),
    RESEND_REFILLS_ATTEMPTS("aResendRefillsNothing"),
    SUCCESS_DOES_NOT_REMOVE("aCodeIsAcceptedOnce", "ofManyRightGuessesAtOnceExactlyOneIsAccepted"),
    BUDGET_BY_FULL_KEY(
            "failuresAddUpOverAllKeysOfASubject",
            "theBudgetHoldsThoughManyKeysOfASubjectAreGuessedAtAtOnce",
            "fortyRoundsOfThreeGuessesAreComparedTenTimes"),
    BUDGET_CLEARED_BY_SUCCESS("aSuccessRefillsNoWindow"),
    RESEND_TO_ANOTHER_AUDIENCE("anotherAudienceGetsAFreshCodeAndTheFirstIsDead"),
    BUDGET_REFILLED_BY_A_FRESH_CODE("aFreshCodeRefillsNothing"),
    LAST_ATTEMPT_REFUSED("aRightGuessOnTheLastAttemptIsAccepted"),
    LIVE_AT_ITS_END("aCodeIsAcceptedInTheLastMillisecondOfItsLifeAndNotAfterIt"),
    FORGOTTEN_AT_ITS_END("aCodeIsRememberedForTenMinutesPastItsLifeAndForgottenThen"),
    REPEAT_COUNTED_TWICE("aRepeatedWrongGuessCountsOnce", "theSameGuessManyTimesAtOnceCountsOnce"),
    ACCEPTED_NOT_REPEATED("theOneAcceptedReachesItsCallerThoughTwentyOthersAskBetween"),
    REPEATED_OPEN_IS_FRESH("aRepeatedOpenIsOpenedOnce"),
    DECOY_REPEATED("aRealRequestOverADecoyIsFreshAndTheOtherWayRound"),
    LONG_CODES_COUNTED("wrongGuessesAtALongCodeAreNotCountedInTheBudget"),
    LONG_CODES_SPENT_TOO("aLongCodeIsOpenedAndAcceptedUnderASpentBudget"),
    RECEIPT_READ_THEN_REDEEMED("aReceiptRedeemedFiftyTimesAtOnceIsRedeemedOnce"),
    RECEIPT_REFILLED_BY_REPEAT("repeatingTheAcceptedGuessDoesNotRefillItsReceipt"),
    RECEIPT_REMOVED_BY_OPEN("aLaterOpenLeavesTheReceiptAlone"),
    RECEIPT_REFILLED_BY_OPEN("laterCodesLeaveTheReceiptAndWhoRedeemedItAlone"),
    RECEIPT_REMOVED_BY_ABSORB("absorbingLeavesTheReceiptAlone"),
    RECEIPT_LEFT_BY_ERASE("erasingTheCodeRemovesItsReceipt"),
    WARY_IGNORED("aCodeWithAFailureAnswersEveryCallByTheTable"),
    SUCCESS_DOES_NOT_END_THE_ROW("aSuccessEndsTheConsecutiveRow"),
    FAILURES_FORGOTTEN_AFTER_A_MONTH(
            "tenFailuresInARowAreRememberedForFourHundredDays", "theConsecutiveLimitCountsOverMonths");

    final Set<String> rules;

    StoreFlaw(String... rules) {
        this.rules = Set.of(rules);
    }
}
