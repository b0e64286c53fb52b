/** What a user writes who takes otp-delivery-gmail: what its README says, and the server of this program. */
module takesgmail {
    requires com.google.common;
    requires com.google.gson;
    requires dev.otpkit;
    requires dev.otpkit.delivery.gmail;
    requires dev.otpkit.delivery.http;
    requires dev.otpkit.delivery.mime;
    requires jdk.httpserver;
}
