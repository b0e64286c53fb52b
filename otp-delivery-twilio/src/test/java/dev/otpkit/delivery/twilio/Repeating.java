package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.DeliveryResult;

/** A program for a JVM that tells its HTTP client to repeat whatever fails. Prints the result, and how many POSTs there were. */
final class Repeating {
    private Repeating() {}

    public static void main(String[] args) {
        try (Sink sink = new Sink();
                TwilioChannel channel = sink.sms().build()) {
            channel.deliver(Messages.sms()); // the connection is kept
            sink.act(Sink.hangUp());
            DeliveryResult result = channel.deliver(Messages.sms());
            System.out.println(result.outcome() + " " + sink.posts.size());
        }
        System.exit(0);
    }
}
