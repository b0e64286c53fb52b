/** One request, sent once, for the channels whose providers speak HTTP. */
module dev.otpkit.delivery.http {
    requires transitive dev.otpkit;
    requires java.logging;
    requires java.net.http;
    requires static transitive org.jspecify;

    exports dev.otpkit.delivery.http;
}
