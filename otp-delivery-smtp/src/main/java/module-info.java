/** The channel that sends mail over SMTP. */
module dev.otpkit.delivery.smtp {
    requires dev.otpkit.delivery.mime;
    requires org.apache.commons.pool2;
    requires static org.jspecify;
}
