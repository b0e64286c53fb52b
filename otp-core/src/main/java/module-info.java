/** Delivered one-time codes: the service, its values, and the interfaces of its rooms. */
module dev.otpkit {
    requires com.samskivert.jmustache;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.core; // what the breaker's own interfaces speak of
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.otpkit;
    exports dev.otpkit.code;
    exports dev.otpkit.delivery;
    exports dev.otpkit.limit;
    exports dev.otpkit.store;
    exports dev.otpkit.template;
}
