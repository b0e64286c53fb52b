package dev.otpkit.delivery.gmail;

import dev.otpkit.delivery.DeliveryResult;

/** A program for a JVM that tells its HTTP clients to repeat whatever fails. Prints the result, and how many mails were sent. */
final class Repeating {
    private Repeating() {}

    public static void main(String[] args) {
        try (Google google = new Google();
                GmailChannel channel = google.channel().build()) {
            channel.deliver(Mails.one()); // the connection is kept
            google.onSend(Google.hangUp());
            DeliveryResult result = channel.deliver(Mails.one());
            System.out.println(result.outcome() + " " + google.sends().size());
        }
        System.exit(0);
    }
}
