/** What a user writes who takes everything. */
module together {
    requires dev.otpkit;
    requires dev.otpkit.delivery.gmail;
    requires dev.otpkit.delivery.mime;
    requires dev.otpkit.delivery.smtp;
    requires dev.otpkit.delivery.twilio;
    requires dev.otpkit.store.memory;
    requires dev.otpkit.store.redis;
    requires dev.otpkit.testkit;
    // For twilio and gmail: an automatic module cannot say itself what it needs.
    requires com.fasterxml.jackson.datatype.jsr310;
    requires com.google.common;
    requires com.google.gson;
    requires dev.otpkit.delivery.http;
}
