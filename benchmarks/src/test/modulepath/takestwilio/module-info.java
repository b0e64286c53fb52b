/** What a user writes who takes otp-delivery-twilio: what its README says, and the server of this program. */
module takestwilio {
    requires com.fasterxml.jackson.datatype.jsr310;
    requires dev.otpkit;
    requires dev.otpkit.delivery.http;
    requires dev.otpkit.delivery.twilio;
    requires jdk.httpserver;
}
