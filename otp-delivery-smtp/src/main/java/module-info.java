/** The channel that sends mail over SMTP. */
module dev.otpkit.delivery.smtp {
    requires transitive dev.otpkit.delivery.mime;
    requires java.logging;
    requires org.apache.commons.pool2;
    requires org.eclipse.angus.mail;
    requires static transitive org.jspecify;

    exports dev.otpkit.delivery.smtp;
}
