package dev.otpkit.delivery.smtp;

import dev.otpkit.delivery.Settings;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Servers that everybody knows, and the names of the settings for all the others. */
final class Presets {
    private static final Pattern APP_PASSWORD = Pattern.compile("[a-z]{16}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}");
    private static final int IMPLICIT_TLS_PORT = 465;

    private Presets() {}

    static SmtpChannel.Builder gmail(String user, String appPassword) {
        String letters = appPassword.replace(" ", ""); // as Google shows it
        if (!APP_PASSWORD.matcher(letters).matches()) {
            throw new IllegalArgumentException(
                    "an app password must have 16 letters a-z: " + letters.length() + " characters given");
        }
        return gmail().from(user).password(user, letters);
    }

    static SmtpChannel.Builder gmail(String user, Supplier<String> accessTokens) {
        return gmail().from(user).xoauth2(user, accessTokens);
    }

    private static SmtpChannel.Builder gmail() {
        return SmtpChannel.builder().name("gmail-smtp").host("smtp.gmail.com").port(587);
    }

    static SmtpChannel.Builder office365(String user, Supplier<String> accessTokens) {
        return SmtpChannel.builder()
                .name("office365")
                .host("smtp.office365.com")
                .port(587)
                .connections(3) // it takes no more of one mailbox at a time
                .from(user)
                .xoauth2(user, accessTokens);
    }

    static SmtpChannel.Builder smtp2go(String user, String password) {
        return SmtpChannel.builder()
                .name("smtp2go")
                .host("mail.smtp2go.com")
                .port(2525)
                .password(user, password);
    }

    static SmtpChannel.Builder ses(String region, String user, String password) {
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException(
                    "region must be like eu-west-1: " + region.length() + " characters given");
        }
        return SmtpChannel.builder()
                .name("ses")
                .host("email-smtp." + region + ".amazonaws.com")
                .port(587)
                .password(user, password);
    }

    static SmtpChannel.Builder mailpit() {
        SmtpChannel.Builder builder = SmtpChannel.builder()
                .name("mailpit")
                .host("localhost")
                .port(1025)
                .plainText()
                .from("otp@localhost.localdomain");
        builder.parts.developmentOnly = true;
        return builder;
    }

    static SmtpChannel.Builder of(Settings settings) {
        boolean login = settings.optional("SMTP_USERNAME").isPresent()
                || settings.optional("SMTP_PASSWORD").isPresent();
        settings.require(
                login
                        ? new String[] {"SMTP_SERVER", "FROM_EMAIL", "SMTP_USERNAME", "SMTP_PASSWORD"}
                        : new String[] {"SMTP_SERVER", "FROM_EMAIL"});
        int port = settings.number("SMTP_PORT", 587, 1, 65_535);
        SmtpChannel.Builder builder = SmtpChannel.builder().port(port);
        settings.required("SMTP_SERVER", host -> builder.host(host.strip()));
        settings.required("FROM_EMAIL", address -> builder.from(address.strip()));
        if (login) {
            String user = settings.required("SMTP_USERNAME", name -> ServerParts.credential("user", name.strip()));
            settings.required(
                    "SMTP_PASSWORD", password -> builder.password(user, password)); // blanks may be part of it
        }
        return switch (settings.optional("SMTP_SECURITY").orElse(port == IMPLICIT_TLS_PORT ? "tls" : "starttls")) {
            case "starttls" -> builder.startTls();
            case "tls" -> builder.implicitTls();
            case "plain" -> builder.plainText();
            default -> throw new IllegalArgumentException("SMTP_SECURITY must be starttls, tls or plain");
        };
    }
}
