package dev.otpkit.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;

/** T19: thirty texts that want to be a header, a command or another recipient. Each is refused, or is only a text. */
final class Payloads {
    static final List<String> ALL = List.of(
            "\r\nBcc: x@y.test",
            "\nBcc: x@y.test",
            "\rBcc: x@y.test",
            "\r\n\r\n<p>body</p>",
            "\r\n.\r\nMAIL FROM:<x@y.test>",
            "\n.\n",
            "\0",
            "\tBcc: x@y.test",
            "\u000bBcc: x@y.test",
            "\u000cBcc: x@y.test",
            "\u0085Bcc: x@y.test",
            "\u2028Bcc: x@y.test",
            "\u2029Bcc: x@y.test",
            "%0d%0aBcc: x@y.test",
            "\\r\\nBcc: x@y.test",
            "=?UTF-8?B?DQpCY2M6IHhAeS50ZXN0?=",
            "=?UTF-8?Q?=0D=0ABcc:_x@y.test?=",
            "<x@y.test>",
            "Evil <evil@y.test>",
            ",x@y.test",
            ";x@y.test",
            "\"x\"@y.test",
            "> SIZE=1",
            "> ORCPT=rfc822;z@y.test",
            "group: x@y.test;",
            "(comment)",
            "\u010D\u010ABcc: x@y.test", // their low bytes are CR and LF
            "\u560D\u560ABcc",
            "\u202Etset.y@x",
            "\uFE64x@y.test\uFE65");

    private static final Set<String> EXPECTED = Set.of(
            "Date",
            "From",
            "To",
            "Subject",
            "Message-ID",
            "Auto-Submitted",
            "X-Entity-Ref-ID",
            "MIME-Version",
            "Content-Type");

    /** What servers write above a mail. */
    private static final Set<String> OF_SERVERS = Set.of("Return-Path", "Received", "X-Original-To", "Delivered-To");

    private Payloads() {}

    /** What a server has taken since it was last asked: whole mails, one for each recipient. */
    interface Mailbox {
        List<String> news() throws Exception;
    }

    static void through(Function<String, SmtpChannel.Builder> named, String domain, Mailbox mailbox) throws Exception {
        int sent = 0;
        try (SmtpChannel channel = named.apply("ACME").build()) {
            for (String payload : ALL) {
                for (String address : List.of(
                        payload, "ada@" + domain + payload, payload + "@" + domain, "a" + payload + "a@" + domain)) {
                    sent += arrives(
                            channel, () -> Message.to(Recipient.email(address)).subject("Your code"), mailbox);
                }
                for (String subject : List.of(payload, "a" + payload + "a")) {
                    sent += arrives(
                            channel,
                            () -> Message.to(Recipient.email("ada@" + domain)).subject(subject),
                            mailbox);
                }
            }
        }
        for (String payload : ALL) {
            Optional<SmtpChannel> channel = built(() -> named.apply(payload).build());
            if (channel.isPresent()) {
                try (SmtpChannel open = channel.get()) {
                    sent += arrives(open, Mails.to("ada@" + domain), payload, mailbox);
                }
            }
        }
        assertThat(sent).as("what is only a text is sent").isGreaterThan(40);
    }

    private interface Attempt<T> {
        T made();
    }

    private static <T> Optional<T> built(Attempt<T> attempt) {
        try {
            return Optional.of(attempt.made());
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private static int arrives(SmtpChannel channel, Attempt<Message.Builder> attempt, Mailbox mailbox)
            throws Exception {
        Optional<Message.Builder> message = built(attempt);
        return message.isEmpty()
                ? 0
                : arrives(
                        channel,
                        message.get().text("493021").html("<p>493021</p>").build(),
                        "ACME",
                        mailbox);
    }

    private static int arrives(SmtpChannel channel, Message message, String name, Mailbox mailbox) throws Exception {
        DeliveryResult result = channel.deliver(message);
        List<String> news = mailbox.news();
        if (result.outcome() != Outcome.SENT) {
            assertThat(result.fault()).as("%s", result).isEqualTo(DeliveryResult.Fault.RECIPIENT);
            assertThat(news).isEmpty();
            return 0;
        }
        assertThat(news).as("one recipient, one mail").hasSize(1);
        isAsWritten(news.get(0), message, name);
        return 1;
    }

    private static void isAsWritten(String taken, Message message, String name) throws MessagingException, IOException {
        Properties own = new Properties();
        own.setProperty("mail.mime.allowutf8", "true");
        MimeMessage mail = new MimeMessage(
                Session.getInstance(own), new ByteArrayInputStream(taken.getBytes(StandardCharsets.UTF_8)));
        List<String> names = Collections.list(mail.getAllHeaders()).stream()
                .map(Header::getName)
                .toList();
        assertThat(names.stream().filter(header -> !OF_SERVERS.contains(header)))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(EXPECTED);
        assertThat(mail.getHeader("To", null)).isEqualTo(message.recipient().address());
        assertThat(mail.getSubject()).isEqualTo(message.subject().orElseThrow());
        InternetAddress[] from = InternetAddress.parse(mail.getHeader("From", null), true);
        assertThat(from).hasSize(1);
        assertThat(from[0].getAddress()).startsWith("no-reply@");
        assertThat(from[0].getPersonal()).isEqualTo(name);
    }
}
