package dev.otpkit.template;

import dev.otpkit.delivery.Message;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What all messages of a product have in common, whatever the language. */
final class Look {
    static final String LOGO = "logo";
    private static final Colour SLATE = new Colour("#1f2937");

    private final String brand;
    private final Colour colour;
    private final @Nullable UnaryOperator<Message.Builder> logo;
    private final boolean codeInSubject;
    private final UnaryOperator<String> lastLine;

    Look(
            String brand,
            @Nullable Colour colour,
            @Nullable UnaryOperator<Message.Builder> logo,
            boolean codeInSubject,
            UnaryOperator<String> lastLine) {
        this.brand = named(brand);
        this.colour = colour == null ? SLATE : colour;
        this.logo = logo;
        this.codeInSubject = codeInSubject;
        this.lastLine = lastLine;
    }

    static Look of(String brand) {
        return new Look(brand, null, null, false, code -> "");
    }

    static String named(String brand) {
        int length = brand.codePointCount(0, brand.length());
        if (brand.isBlank() || length > Tidy.LONGEST) {
            throw new IllegalArgumentException("brand must be 1.." + Tidy.LONGEST + " characters: " + length);
        }
        if (!Tidy.visible(brand).equals(brand)) {
            throw new IllegalArgumentException("brand must hold no control, invisible or surrounding characters");
        }
        return brand;
    }

    String brand() {
        return brand;
    }

    boolean codeInSubject() {
        return codeInSubject;
    }

    boolean hasLogo() {
        return logo != null;
    }

    /** What the HTML of an e-mail shows besides words. */
    Map<String, Object> dress() {
        return Map.of("brand", brand, "colour", colour.hex(), "ink", colour.ink(), LOGO, hasLogo());
    }

    Message.Builder withLogo(Message.Builder email) {
        return logo == null ? email : logo.apply(email);
    }

    /** The text of an SMS, ending as phones want it. */
    String closed(String text, String code) {
        return text + lastLine.apply(code);
    }
}
