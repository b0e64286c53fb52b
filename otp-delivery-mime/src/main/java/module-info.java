/** Mail messages, for the channels that send mail. */
module dev.otpkit.delivery.mime {
    requires transitive dev.otpkit;
    requires transitive jakarta.mail;
    requires static org.jspecify;
}
