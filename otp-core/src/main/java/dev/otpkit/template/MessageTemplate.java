package dev.otpkit.template;

import dev.otpkit.delivery.Message;

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
     * The built-in messages, in English: e-mail as text and HTML, a short text for SMS and WhatsApp, a text with the
     * code spelled out for voice, and the short text for kinds of your own.
     *
     * <p>They say what the code is bound to, when it expires, and that it is not to be shared. Facts named {@code flow}
     * or {@code session} tie a code to a browser, mean nothing to a person, and are left out. A variable {@code name}
     * greets the person in an e-mail. Names and values are tidied: one line of at most 40 characters, without control
     * and invisible characters; a variable that looks like a link is dropped, a fact that does is shown as
     * {@code (not shown)}.
     *
     * @throws IllegalArgumentException unless the brand is 1..40 characters without control and invisible characters
     */
    static MessageTemplate standard(String brand) {
        return new StandardTemplate(brand);
    }
}
