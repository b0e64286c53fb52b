package dev.otpkit.template;

/** What is read out by a machine. */
final class Voice {
    private Voice() {}

    /** One character at a time, or six digits become a number of some hundred thousand. */
    static String spelled(String code) {
        return String.join(" ", code.split(""));
    }

    /** A voice call is marked up in XML sooner or later, and nobody can hear an angle bracket. */
    static String heard(String text) {
        return text.replace("<", "").replace(">", "");
    }
}
