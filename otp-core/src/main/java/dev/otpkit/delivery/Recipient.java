package dev.otpkit.delivery;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox, phone number or device that a code can be sent to, known to be well-formed.
 *
 * <p>It has three spellings. {@link #address} is what a channel delivers to: as given, but for what surely means the
 * same. {@link #identity} tells people apart: equal only for addresses that reach one person. {@link #countedAs} is
 * what send limits count by: it folds whatever may reach one person, so aliases buy nobody a second permit.
 *
 * <p>A recipient that a program passes wrongly is an {@link IllegalArgumentException}; what people type goes through
 * {@link #read}, which answers with an empty value. No message and no {@link #toString} repeats an address.
 */
public final class Recipient {

    /** The kind of a mailbox. */
    public static final String EMAIL = "email";

    /** The kind of a phone number that gets a text message. */
    public static final String SMS = "sms";

    /** The kind of a phone number that gets a WhatsApp message. */
    public static final String WHATSAPP = "whatsapp";

    /** The kind of a phone number that is called. */
    public static final String VOICE = "voice";

    private static final Set<String> KNOWN = Set.of(EMAIL, SMS, WHATSAPP, VOICE);
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private final String kind;
    private final String address;
    private final boolean decoy;

    private Recipient(String kind, String address, boolean decoy) {
        this.kind = kind;
        this.address = address;
        this.decoy = decoy;
    }

    /**
     * A mailbox: a bare {@code local@domain}, without a name, quotes, comments or an IP address.
     *
     * <p>Letters of other scripts are welcome on both sides. The domain is kept as ASCII, in lower case; one that
     * IDNA 2003 and 2008 spell differently (ß, ς, joiners) must come as {@code xn--}.
     *
     * @throws IllegalArgumentException if it is anything else; the message does not repeat it
     */
    public static Recipient email(String address) {
        return of(EMAIL, address);
    }

    /**
     * A number for text messages: {@code +} or {@code 00}, the country and the number, 8..15 digits.
     *
     * <p>Blanks, hyphens, dots, slashes and parentheses are dropped. A {@code (0)} is refused: in some countries that
     * zero is dialled from abroad, in others it is not.
     *
     * @throws IllegalArgumentException if it is anything else; the message does not repeat it
     */
    public static Recipient sms(String number) {
        return of(SMS, number);
    }

    /** A number for WhatsApp messages, taken and refused as {@link #sms} does. */
    public static Recipient whatsapp(String number) {
        return of(WHATSAPP, number);
    }

    /** A number to be called, taken and refused as {@link #sms} does. */
    public static Recipient voice(String number) {
        return of(VOICE, number);
    }

    /**
     * A recipient of one of the four kinds, or of a kind of your own, such as {@code of("push", "device-1")}.
     *
     * <p>An address of your own kind is any visible text of up to 320 chars in one line, without invisible characters.
     *
     * @throws IllegalArgumentException if the kind is not {@code [a-z][a-z0-9-]{0,31}}, or the address is not one of
     *     its kind; the message does not repeat it
     */
    public static Recipient of(String kind, String address) {
        requireKind(kind);
        // Normalising takes time that grows with the square of some texts.
        return Optional.of(address)
                .filter(given -> given.length() <= Text.LONGEST_TYPED)
                .flatMap(given -> parse(kind, Text.nfc(given)))
                .orElseThrow(() -> new IllegalArgumentException(
                        switch (kind) {
                            case EMAIL -> "email address must be a bare local@domain";
                            case SMS, WHATSAPP, VOICE -> "phone number must be + or 00 and 8..15 digits";
                            default -> "address must be 1..320 visible characters in one line";
                        }));
    }

    /**
     * The recipient that a person meant, or empty when what was typed is none.
     *
     * <p>Forgives what {@link #of} does and besides: full-width characters, invisible ones anywhere, and a {@code
     * whatsapp:} before a WhatsApp number. Line ends and control characters are never forgiven.
     *
     * @throws IllegalArgumentException if the kind is not {@code [a-z][a-z0-9-]{0,31}}: kinds are a program's words
     */
    public static Optional<Recipient> read(String kind, @Nullable String typed) {
        requireKind(kind);
        if (typed == null || typed.length() > Text.LONGEST_TYPED) {
            return Optional.empty();
        }
        String tidy = Text.strip(Text.tidy(typed));
        boolean prefixed = kind.equals(WHATSAPP) && tidy.regionMatches(true, 0, "whatsapp:", 0, 9);
        return parse(kind, prefixed ? tidy.substring(9) : tidy);
    }

    /**
     * The same recipient, to whom nothing is delivered: for an account that does not exist, when the answer must not
     * tell so. It has the same kind, address, identity and count, and does not {@link #equals equal} the real one.
     */
    public Recipient decoy() {
        return new Recipient(kind, address, true);
    }

    /** Whether nothing is to be delivered here. */
    public boolean isDecoy() {
        return decoy;
    }

    /** {@link #EMAIL}, {@link #SMS}, {@link #WHATSAPP}, {@link #VOICE}, or a kind of your own. */
    public String kind() {
        return kind;
    }

    /** Where to deliver: {@code local@domain} with the local part as given, {@code +14155550100}, or your own. */
    public String address() {
        return address;
    }

    /** Enough for its owner to recognise, too little for others: {@code a***@e***.com}, {@code +1******00}. */
    public String masked() {
        return switch (kind) {
            case EMAIL -> EmailAddress.masked(address);
            case SMS, WHATSAPP, VOICE -> PhoneNumber.masked(address);
            default -> Text.first(address) + "***";
        };
    }

    /**
     * One string for all spellings of this recipient, and for nobody else's: a subject to hold a code for. Kind and
     * address; the case of a mailbox's letters does not count.
     */
    public String identity() {
        return kind + ':' + (kind.equals(EMAIL) ? Text.lowerCase(address) : address);
    }

    /**
     * One string for everything that may end up with this person, so that limits hold over all of it. A number
     * counts as itself whatever the kind, and without zeros after its country code; a mailbox without case, compatible characters, a {@code +tag}, and Gmail's
     * dots and second domain. Different people may share it: never use it as a subject.
     */
    public String countedAs() {
        return switch (kind) {
            case SMS, WHATSAPP, VOICE -> PhoneNumber.countedAs(address); // begins with +, as no kind does
            case EMAIL -> kind + ':' + EmailAddress.countedAs(address);
            default -> kind + ':' + Text.fold(address);
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Recipient that
                && kind.equals(that.kind)
                && address.equals(that.address)
                && decoy == that.decoy;
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + address.hashCode();
    }

    /** Kind and {@link #masked}. */
    @Override
    public String toString() {
        return kind + ' ' + masked();
    }

    static String requireKind(String kind) {
        if (!KNOWN.contains(kind) && !KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("kind must match " + KIND);
        }
        return kind;
    }

    private static Optional<Recipient> parse(String kind, String text) {
        Optional<String> address = switch (kind) {
            case EMAIL -> EmailAddress.parse(Text.strip(text));
            case SMS, WHATSAPP, VOICE -> PhoneNumber.parse(text);
            default -> Text.visibleLine(Text.strip(text));
        };
        return address.map(a -> new Recipient(kind, a, false));
    }
}
