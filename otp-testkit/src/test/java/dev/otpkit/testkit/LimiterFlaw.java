package dev.otpkit.testkit;

import java.util.Set;

/** What can be wrong with a limiter, and the rules that this breaks. */
enum LimiterFlaw {
    NONE,
    /** Twice the permits around its edge. */
    FIXED_WINDOW("noWindowHoldsMoreThanItsPermits", "aboveAHundredPermitsNoWindowHoldsMoreAndWaitingAsToldHelps"),
    CHECKED_THEN_COUNTED("ofAHundredCallsAtOnceExactlyTheLimitsPermitsAreGranted"),
    REFUSAL_COUNTED("aRefusedCallIsNotCounted"),
    /** Buckets before the one that refuses have counted the call. */
    COUNTED_IN_SOME("aCallIsCountedInAllOfItsBucketsOrInNone"),
    /** A count that goes down by one, whoever asks. */
    GIVEN_BACK_TWICE(
            "aPermitIsGivenBackOnceWhateverIsRepeated",
            "aPermitThatWasNeverCountedIsNotGivenBack",
            "aPermitGivenBackByManyAtOnceIsGivenBackOnce"),
    GIVEN_BACK_EVERYWHERE("aPermitIsGivenBackInTheNamedBucketsOnly"),
    COARSE_GIVEN_BACK("limitsAboveAHundredAreNotGivenBack"),
    REPEAT_COUNTED("aRepeatedCallIsGrantedAgainAndCountedOnce"),
    ONE_TOO_MANY("theLimitsPermitsAreGrantedAndNotOneMore"),
    ONE_MILLISECOND_EARLY("aPermitIsFreeWhenItsWindowHasPassedAndNotAMillisecondEarlier"),
    FIRST_LIMIT_ONLY("allLimitsOfABucketHoldAtOnce", "theStandardLimitsLetFiveThroughInAnHourAndTenInADay"),
    FIRST_REFUSAL_TOLD("aRefusalNamesTheBucketThatRefusesLongestAndWaitingSoLongHelps"),
    COUNTED_FOR_EACH_NAMING("aBucketThatIsNamedTwiceInACallCountsItOnce"),
    WEIGHT_IGNORED(
            "aCallTakesAsManyPermitsAsItsBucketWeighs", "ofAHundredHeavyCallsAtOnceAsManyAreGrantedAsTheLimitBears"),
    LAST_PERMIT_OVERDRAWN(
            "aCallTakesAsManyPermitsAsItsBucketWeighs", "ofAHundredHeavyCallsAtOnceAsManyAreGrantedAsTheLimitBears"),
    ASKING_COUNTED("whatIsTakenIsToldForEachLimitAndAskingCountsNothing", "whatWasGivenBackIsNotTaken"),
    TAKEN_FOR_EVER("whatIsTakenIsToldForEachLimitAndAskingCountsNothing");

    final Set<String> rules;

    LimiterFlaw(String... rules) {
        this.rules = Set.of(rules);
    }
}
