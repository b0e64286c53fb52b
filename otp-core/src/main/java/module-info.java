/** Delivered one-time codes: the service, its values, and the interfaces of its rooms. */
module dev.otpkit {
    requires com.samskivert.jmustache;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.otpkit;
    exports dev.otpkit.code;
    exports dev.otpkit.delivery;
    exports dev.otpkit.limit;
    exports dev.otpkit.store;
    exports dev.otpkit.template;
}
