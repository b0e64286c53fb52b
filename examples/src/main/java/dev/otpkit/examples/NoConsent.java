package dev.otpkit.examples;

import java.util.regex.Pattern;

/** Why there is no token, in words for whoever asked. They hold nothing secret: of Google's answer, an error's name. */
final class NoConsent extends Exception {
    private static final long serialVersionUID = 1;
    private static final Pattern NAME = Pattern.compile("[a-z_]{1,40}");

    NoConsent(String why) {
        super(why, null, false, false);
    }

    /** Whether it is a name that can be told, as OAuth's all are. */
    static boolean isNamed(String error) {
        return NAME.matcher(error).matches();
    }

    /** What OAuth's name for it means here. */
    static NoConsent named(String error) {
        String meaning = switch (error) {
            case "access_denied" -> ": nobody agreed, or the account is not one of the test users.";
            case "invalid_client" ->
                ": EMAIL_CLIENT_ID or EMAIL_CLIENT_SECRET is wrong, or its client is not of type \"Desktop app\".";
            case "invalid_grant" -> ": the code was used already or is too old. Run this again.";
            case "redirect_uri_mismatch" -> ": the client is not of type \"Desktop app\".";
            default -> ".";
        };
        return new NoConsent(
                isNamed(error) ? "Google says " + error + meaning : "Google refused, and gave no name to it.");
    }
}
