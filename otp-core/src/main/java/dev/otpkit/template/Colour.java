package dev.otpkit.template;

import java.util.regex.Pattern;

/** A product's colour, as {@code #rrggbb}, and the ink that can be read on it. */
final class Colour {
    private static final Pattern HEX = Pattern.compile("#[0-9A-Fa-f]{6}");

    private final String hex;

    Colour(String hex) {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("colour must be #rrggbb: " + hex);
        }
        this.hex = hex;
    }

    String hex() {
        return hex;
    }

    /** Black or white: on any colour one of them has a contrast of at least 4.58 to 1, so none need be refused. */
    String ink() {
        double luminance = luminance();
        return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#000000";
    }

    /** As WCAG 2 defines it. */
    private double luminance() {
        return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
    }

    private double linear(int at) {
        double value = Integer.parseInt(hex, at, at + 2, 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
