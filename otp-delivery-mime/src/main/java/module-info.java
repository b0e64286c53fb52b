/** Mail messages, for the channels that send mail. */
module dev.otpkit.delivery.mime {
    requires transitive dev.otpkit;
    requires transitive jakarta.mail;
    requires jakarta.activation;
    requires static transitive org.jspecify;

    exports dev.otpkit.delivery.mime;
}
