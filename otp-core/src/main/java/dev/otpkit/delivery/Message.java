package dev.otpkit.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rendered message to one recipient, ready for any channel that serves it.
 *
 * <p>Immutable. There is always a text; a subject, an HTML part and inline images are for those kinds that have them. A
 * subject holds no line break and no control character, so it cannot grow into another header. {@code toString} shows
 * neither the recipient's address nor a code nor any text.
 */
public final class Message {
    private final Recipient recipient;
    private final String text;
    private final @Nullable String subject;
    private final @Nullable String html;
    private final @Nullable Code code;
    private final Locale locale;
    private final @Nullable Instant notAfter;
    private final List<Inline> inlines;
    private final List<String> facts;

    private Message(Builder builder, String text) {
        this.recipient = builder.recipient;
        this.text = text;
        this.subject = builder.subject;
        this.html = builder.html;
        this.code = builder.code;
        this.locale = builder.locale;
        this.notAfter = builder.notAfter;
        this.inlines = List.copyOf(builder.inlines.values());
        this.facts = builder.facts;
    }

    /** Begins a message to this recipient. */
    public static Builder to(Recipient recipient) {
        return new Builder(recipient);
    }

    /** Whom the message is for. */
    public Recipient recipient() {
        return recipient;
    }

    /** The subject line; empty for kinds that have none. */
    public Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    /** The text, with {@code \n} between lines; the whole message where there is no HTML. */
    public String text() {
        return text;
    }

    /** The same message as an HTML document, for mailboxes. */
    public Optional<String> html() {
        return Optional.ofNullable(html);
    }

    /** The code, for channels that hand it to a provider's own template or into a test's inbox. */
    public Optional<Code> code() {
        return Optional.ofNullable(code);
    }

    /** The language of the text; {@link Locale#ROOT} when nobody said. */
    public Locale locale() {
        return locale;
    }

    /** When it is no longer worth sending; empty: always worth it, but for the life of a {@link #code}. */
    public Optional<Instant> notAfter() {
        return Optional.ofNullable(notAfter);
    }

    /** What the text says that the code confirms. A channel with words of its own shows them too, or does not send it. */
    public List<String> facts() {
        return facts;
    }

    /** The images that the HTML part shows by {@code cid:}. */
    public List<Inline> inlines() {
        return inlines;
    }

    /** The kind of recipient and the parts there are. */
    @Override
    public String toString() {
        return "Message[" + recipient.kind() + (subject == null ? "" : ", subject") + ", text"
                + (html == null ? "" : ", html") + (code == null ? "" : ", code") + "]";
    }

    /** A code as a message carries it. Never prints itself. */
    public static final class Code {
        private final String digits;
        private final Duration expiresIn;
        private final long madeAt = System.nanoTime();

        private Code(String digits, Duration expiresIn) {
            this.digits = digits;
            this.expiresIn = expiresIn;
        }

        /** The code as the person is to type it: ASCII digits, or letters for a long code. */
        public String digits() {
            return digits;
        }

        /** The life that was left when the message was rendered. */
        public Duration expiresIn() {
            return expiresIn;
        }

        /** The life that is left now, for a message that had to wait; zero once it is over. */
        public Duration left() {
            Duration left = expiresIn.minusNanos(System.nanoTime() - madeAt);
            return left.isNegative() ? Duration.ZERO : left;
        }

        @Override
        public String toString() {
            return "Code[redacted]";
        }
    }

    /** An image shown inside the HTML part. */
    public static final class Inline {
        private final String cid;
        private final String mediaType;
        private final byte[] bytes;

        private Inline(String cid, String mediaType, byte[] bytes) {
            this.cid = cid;
            this.mediaType = mediaType;
            this.bytes = bytes;
        }

        /** The name by which the HTML shows it: {@code <img src="cid:logo">}. */
        public String cid() {
            return cid;
        }

        /** The media type, such as {@code image/png}. */
        public String mediaType() {
            return mediaType;
        }

        /** A copy of the content. */
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return "Inline[" + cid + ", " + mediaType + ", " + bytes.length + " bytes]";
        }
    }

    /** Collects the parts; every setter answers the builder, and a part given twice is the later one. */
    public static final class Builder {
        private static final Pattern CID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
        private static final Pattern IMAGE = Pattern.compile("image/[a-z0-9.+-]{1,64}");
        private static final int LONGEST_SUBJECT = 255;
        private static final int LARGEST_IMAGE = 1 << 20;

        private final Recipient recipient;
        private final Map<String, Inline> inlines = new LinkedHashMap<>();
        private @Nullable String subject;
        private @Nullable String text;
        private @Nullable String html;
        private @Nullable Code code;
        private Locale locale = Locale.ROOT;
        private @Nullable Instant notAfter;
        private List<String> facts = List.of();

        private Builder(Recipient recipient) {
            this.recipient = recipient;
        }

        /**
         * The subject line.
         *
         * @throws IllegalArgumentException unless it is 1..255 characters without line breaks and control characters
         */
        public Builder subject(String subject) {
            if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
                throw new IllegalArgumentException("subject must be 1.." + LONGEST_SUBJECT + " characters: "
                        + subject.strip().length());
            }
            if (subject.chars().anyMatch(Text::breaksLines)) {
                throw new IllegalArgumentException("subject must be free of line breaks and control characters");
            }
            this.subject = subject;
            return this;
        }

        /**
         * The text; required.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Builder text(String text) {
            this.text = Text.notBlank("text", text);
            return this;
        }

        /**
         * The same message as an HTML document, already escaped.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Builder html(String html) {
            this.html = Text.notBlank("html", html);
            return this;
        }

        /** The language of the text. */
        public Builder locale(Locale locale) {
            this.locale = locale;
            return this;
        }

        /** When a courier is to drop it rather than try once more. A {@link #code}'s life ends its message anyway. */
        public Builder notAfter(Instant end) {
            this.notAfter = end;
            return this;
        }

        /**
         * The code that the text shows, and how long it will still be good.
         *
         * @throws IllegalArgumentException unless it is 1..64 ASCII letters and digits with a positive life
         */
        public Builder code(String digits, Duration expiresIn) {
            if (!Text.isCode(digits)) {
                throw new IllegalArgumentException("code must be 1..64 ASCII letters and digits");
            }
            if (expiresIn.isNegative() || expiresIn.isZero()) {
                throw new IllegalArgumentException("expiresIn must be positive: " + expiresIn);
            }
            this.code = new Code(digits, expiresIn);
            return this;
        }

        /** What the text says that the code confirms, such as {@code amount: EUR 10.00}. */
        public Builder facts(List<String> facts) {
            this.facts = List.copyOf(facts);
            return this;
        }

        /**
         * An image for the HTML part, such as a logo, shown by {@code cid:}.
         *
         * @throws IllegalArgumentException for a name given twice or not 1..64 of {@code A-Z a-z 0-9 . _ -}, a type
         *     that is no {@code image/...}, or a size outside 1 byte..1 MiB
         */
        public Builder inline(String cid, String mediaType, byte[] bytes) {
            if (!CID.matcher(cid).matches()) {
                throw new IllegalArgumentException("cid must be 1..64 of A-Z, a-z, 0-9, '.', '_' and '-'");
            }
            if (!IMAGE.matcher(mediaType).matches()) {
                throw new IllegalArgumentException("mediaType must be image/... in lower case");
            }
            if (bytes.length < 1 || bytes.length > LARGEST_IMAGE) {
                throw new IllegalArgumentException(
                        "an inline image must be 1.." + LARGEST_IMAGE + " bytes: " + bytes.length);
            }
            if (inlines.putIfAbsent(cid, new Inline(cid, mediaType, bytes.clone())) != null) {
                throw new IllegalArgumentException("cid is taken: " + cid);
            }
            return this;
        }

        /**
         * The message.
         *
         * @throws IllegalStateException without {@link #text}, or with {@link #inline} but no {@link #html}
         */
        public Message build() {
            if (text == null) {
                throw new IllegalStateException("text(...) is missing");
            }
            if (html == null && !inlines.isEmpty()) {
                throw new IllegalStateException("inline(...) needs html(...)");
            }
            return new Message(this, text);
        }
    }
}
