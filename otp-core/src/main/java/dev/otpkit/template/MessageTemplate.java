package dev.otpkit.template;

import dev.otpkit.delivery.Message;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Turns a code and what belongs to it into a message for one recipient. Implementations are thread-safe.
 *
 * <p><strong>Security.</strong> Variables, and the facts a code is bound to, may come from strangers. An implementation
 *
 * <ul>
 *   <li>escapes them in HTML, never reads them as a template, and leaves out what a mail client would make a link of;
 *   <li>shows every fact the code is bound to, so that the person sees what is being confirmed;
 *   <li>gives {@link Message.Builder#code} the same code that the text shows, and keeps it out of the subject, which
 *       stands on locked screens;
 *   <li>does not log or keep the values.
 * </ul>
 *
 * <p>It need not defend against the application that wrote the template.
 */
@FunctionalInterface
public interface MessageTemplate {
    /** The message for the recipient of these values. An exception means that nothing is sent. */
    Message render(Values values);

    /**
     * The built-in messages, in the language of {@link Values#locale}: e-mail as text and HTML, a short text for SMS and
     * WhatsApp, a text with the code spelled out for voice, and the short text for kinds of your own.
     *
     * <p>The languages are English, Arabic, Chinese in both scripts, Dutch, French, German, Hebrew, Hindi, Indonesian,
     * Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish, Thai, Turkish, Ukrainian and Vietnamese; any other
     * is answered in English. Chinese without a script is traditional in Taiwan, Hong Kong and Macao. Digits are ASCII
     * everywhere.
     *
     * <p>They say what the code is bound to, when it expires (but in a call), and that it is not to be shared. Facts named
     * {@code flow} or {@code session} tie a code to a browser, mean nothing to a person, and are left out. In an e-mail a
     * variable {@code name} greets the person, and {@code where} and {@code when} tell who asked: {@code Firefox on
     * Linux, Berlin}. Names and values are tidied: one line of at most 40 characters, without control and invisible
     * characters; a variable that looks like a link is dropped, a fact that does is shown as {@code (not shown)}.
     *
     * @throws IllegalArgumentException unless the brand is 1..40 characters without control and invisible characters
     */
    static MessageTemplate standard(String brand) {
        return new StandardTemplate(Look.of(brand));
    }

    /**
     * Messages with your product's looks and in your own words.
     *
     * <pre>{@code
     * MessageTemplate template = MessageTemplate.builder()
     *     .brand("ACME")
     *     .colour("#0b5fff")
     *     .sms("{{#facts}}{{.}}. {{/facts}}{{code}} is your ACME code, good for {{minutes}} min.")
     *     .webOtp("login.acme.example")
     *     .build();
     * }</pre>
     */
    static Builder builder() {
        return new Builder();
    }

    /**
     * This template, but for one language the other one. {@code Locale.FRENCH} is French anywhere, {@code
     * Locale.CANADA_FRENCH} only there; of two that fit, the one added last is taken. A request without a language gets
     * this one.
     */
    default MessageTemplate in(Locale locale, MessageTemplate other) {
        return values -> Language.covers(locale, values.locale()) ? other.render(values) : render(values);
    }

    /**
     * A text from a file, for {@link #builder}: UTF-8, without a byte order mark, lines ending in {@code \n}.
     *
     * @throws IllegalArgumentException if there is no such file, or it is not UTF-8
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    static String read(Path file) {
        return TemplateText.ofFile(file);
    }

    /**
     * A text from the class path, named as {@link Class#getResource} wants it; read as {@link #read(Path)} does. From a
     * module's own package only if that is open to {@code dev.otpkit}.
     *
     * @throws IllegalArgumentException if there is no such resource, or it is not UTF-8
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    static String read(Class<?> beside, String resource) {
        return TemplateText.ofResource(beside, resource);
    }

    /**
     * Collects looks and words; each is given once.
     *
     * <p><strong>Words</strong> are Mustache: {@code {{code}}}, {@code {{brand}}}, {@code {{expiry}}} (a sentence in the
     * language), {@code {{minutes}}} (rounded down, at least 1), the facts by {@code {{#facts}}{{.}}{{/facts}}} and the
     * words before them by {@code {{bound}}} (empty without facts), the request's variables {@code {{name}}}, {@code
     * {{where}}}, {@code {{when}}} and those of {@link #variables}; a section {@code {{#name}}{{/name}}} is there if the
     * value is, {@code {{^name}}{{/name}}} if it is not. Facts and variables are tidied as in {@link
     * MessageTemplate#standard}, and always escaped in HTML. Kinds without words of yours keep the built-in ones, in the
     * language of each request.
     *
     * <p><strong>{@link #build} refuses</strong>, naming the part: a name that is neither known nor declared; a code that
     * does not stand exactly once in each part, or stands in a subject without {@link #codeInSubject}; unescaped gaps;
     * gaps in HTML where escaping does not help (scripts, styles, comments, and all attributes but {@code alt}, {@code
     * title} and {@code aria-label}); a code that only a title or an attribute shows; a stranger's value behind the code
     * of a short text, or touching a word or another gap, as in {@code {{name}}.com}, where it could become a link; and an
     * SMS that, with the longest code and values, has more segments than {@link #maxSegments}.
     *
     * <p>A subject that many facts make longer than 255 characters is cut there.
     *
     * <p>Where a code is bound to facts that your words of a kind do not show, the built-in ones are sent instead: the
     * person must see what is being confirmed.
     */
    final class Builder {
        private final Draft draft = new Draft();

        private Builder() {}

        /**
         * The product's name; required.
         *
         * @throws IllegalArgumentException unless it is 1..40 characters without control and invisible characters
         */
        public Builder brand(String brand) {
            draft.brand = draft.once("brand", Look.named(brand));
            return this;
        }

        /**
         * The colour behind the brand in the built-in e-mail; the brand is black or white on it, whichever is read more
         * easily.
         *
         * @throws IllegalArgumentException unless it is {@code #rrggbb}
         */
        public Builder colour(String colour) {
            draft.colour = draft.once("colour", new Colour(colour));
            return this;
        }

        /**
         * An image in the brand's place in the built-in e-mail, and {@code cid:logo} in one of yours. It travels with each
         * e-mail, so keep it small.
         *
         * @throws IllegalArgumentException for a type that is no {@code image/...}, or a size outside 1 byte..1 MiB
         */
        public Builder logo(String mediaType, byte[] bytes) {
            draft.logo(mediaType, bytes);
            return this;
        }

        /** The language of your words, which {@code {{expiry}}} and {@code {{bound}}} are said in; English unless given. */
        public Builder language(Locale locale) {
            draft.locale = draft.once("language", locale);
            return this;
        }

        /** Names of variables that requests may bring; one that a request does not bring is empty. */
        public Builder variables(String... names) {
            draft.variables(names);
            return this;
        }

        /** The words of an e-mail, as text and as an HTML document. */
        public Builder email(String subject, String text, String html) {
            draft.email = draft.once("email", new String[] {subject.strip(), text, html});
            return this;
        }

        /** The words for SMS, and without their last line for WhatsApp and kinds of your own. */
        public Builder sms(String text) {
            draft.sms = draft.once("sms", text.strip());
            return this;
        }

        /** The words for a call, where {@code {{code}}} is spelled out. */
        public Builder voice(String text) {
            draft.voice = draft.once("voice", text.strip());
            return this;
        }

        /**
         * Ends each SMS with {@code @host #code}, so that browsers fill the code in on that host's pages and nowhere else
         * (WebOTP, domain-bound codes).
         *
         * @throws IllegalArgumentException unless it is a lower-case host name with a dot in it
         * @throws IllegalStateException if {@link #androidHash} was called, which wants the last line too
         */
        public Builder webOtp(String host) {
            draft.webOtp(host);
            return this;
        }

        /**
         * Ends each SMS with an app's hash, so that Android's SMS Retriever hands it to that app. Needs {@link #sms}, since
         * the built-in words do not keep to 140 bytes in every language.
         *
         * @throws IllegalArgumentException unless it is 11 characters of {@code A-Z a-z 0-9 + /}
         * @throws IllegalStateException if {@link #webOtp} was called, which wants the last line too
         */
        public Builder androidHash(String hash) {
            draft.androidHash(hash);
            return this;
        }

        /** Shows the code in the subject of e-mails too, and so on locked screens. */
        public Builder codeInSubject() {
            draft.codeInSubject = draft.once("codeInSubject", true);
            return this;
        }

        /**
         * How many segments an SMS may have. Of your own words 1 unless given; the built-in ones are held to it, in every
         * language, only if it is given. Checked with the longest code and variables that keep to the cheap alphabet;
         * facts, and values in other letters, come on top.
         *
         * @throws IllegalArgumentException unless it is 1..10
         */
        public Builder maxSegments(int segments) {
            draft.maxSegments(segments);
            return this;
        }

        /**
         * The template.
         *
         * @throws IllegalStateException naming the call that is missing, or the part and what is wrong with it
         */
        public MessageTemplate build() {
            return draft.template();
        }
    }
}
