/** The backend in memory. */
module dev.otpkit.store.memory {
    requires static transitive org.jspecify;
    requires transitive dev.otpkit;

    exports dev.otpkit.store.memory;
}
