package dev.otpkit.testkit;

/** What can be wrong with a channel, and the rule that this breaks. */
enum ChannelFlaw {
    NONE(""),
    NAME_CHANGES("itsNameIsShortAndPlainAndNeverChanges"),
    ASKS_THE_PROVIDER_FOR_THE_ROUTE("whomItServesAndWhereToIsDecidedWithoutTheProvider"),
    SENDS_WHAT_IT_DOES_NOT_SERVE("nothingIsSentToAKindThatItDoesNotServe"),
    DROPS("aMessageIsHandedOverOnceAndSaidToBeSent"),
    DROPS_EQUAL_MESSAGES("anEqualMessageIsSentAgain"),
    SHARED_BUFFER("fiftyMessagesAtOnceArriveOnceEach"),
    RETRIES("inEveryTroubleTheMessageIsHandedOverAtMostOnceAndTheAnswerIsTrue"),
    DOUBT_IS_TEMPORARY("inEveryTroubleTheMessageIsHandedOverAtMostOnceAndTheAnswerIsTrue"),
    REFUSAL_IS_THE_PROVIDERS_FAULT("inEveryTroubleTheMessageIsHandedOverAtMostOnceAndTheAnswerIsTrue"),
    THROWS("inEveryTroubleTheMessageIsHandedOverAtMostOnceAndTheAnswerIsTrue"),
    ADDRESS_IN_THE_EXCEPTION("nobodyButTheProviderSeesTheCodeOrTheAddress"),
    CODE_IN_TO_STRING("nobodyButTheProviderSeesTheCodeOrTheAddress"),
    CODE_IN_THE_LOG("nobodyButTheProviderSeesTheCodeOrTheAddress"),
    ADDRESS_IN_THE_REFERENCE("nobodyButTheProviderSeesTheCodeOrTheAddress"),
    INTERRUPT_SWALLOWED("theInterruptFlagIsKept"),
    SENT_AFTER_CLOSE("closingTwiceDoesNothingMoreAndNothingIsUntrueAfterIt");

    final String rule;

    ChannelFlaw(String rule) {
        this.rule = rule;
    }
}
