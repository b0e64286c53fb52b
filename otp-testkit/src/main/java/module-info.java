/** Contracts for stores, limiters and channels, and doubles for an application's tests. */
module dev.otpkit.testkit {
    requires transitive dev.otpkit;
    requires java.logging;
    requires org.slf4j;
    requires org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports dev.otpkit.testkit;

    // The contracts are made of interfaces that are not public, whose tests JUnit calls.
    opens dev.otpkit.testkit;
}
