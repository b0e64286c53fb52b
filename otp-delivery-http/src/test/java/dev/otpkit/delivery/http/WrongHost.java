package dev.otpkit.delivery.http;

import dev.otpkit.fixtures.Certificates;
import java.nio.file.Path;
import java.util.Map;

/** A program for a JVM that is told to look at no host's name. Prints the result, and how many POSTs there were. */
final class WrongHost {
    private WrongHost() {}

    public static void main(String[] args) {
        Certificates certificates = new Certificates(Path.of(args[0]));
        try (WireTest.Sink sink = new WireTest.Sink(certificates.server("elsewhere.test"));
                Wire wire = Wire.builder().trust(certificates.trusting()).build()) {
            System.out.println(result(wire, sink) + " " + sink.posts.size());
        }
        System.exit(0);
    }

    private static String result(Wire wire, WireTest.Sink sink) {
        try {
            return "answer " + wire.post(sink.address(), Map.of(), new byte[1]).status();
        } catch (Undelivered known) {
            return known.result().reason().orElse("");
        }
    }
}
