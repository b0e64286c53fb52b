package dev.otpkit.template;

import dev.otpkit.delivery.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The built-in messages, each in the language that is asked for, which is compiled when it first is. */
final class StandardTemplate implements MessageTemplate {
    private final Map<String, Edition> editions = new ConcurrentHashMap<>();
    private final Part emailText = Part.text(TemplateText.ofResource(Language.class, "email.txt"));
    private final Part emailHtml = Part.html(TemplateText.ofResource(Language.class, "email.html"));
    private final Look look;

    StandardTemplate(Look look) {
        this.look = look;
    }

    @Override
    public Message render(Values values) {
        // By tag, of which there are few: a locale may come from a stranger's browser.
        String tag = Language.tag(values.locale());
        Edition known = editions.get(tag);
        return (known == null ? editions.computeIfAbsent(tag, this::edition) : known).render(values);
    }

    private Edition edition(String tag) {
        return new Edition(new Language(tag), look, emailText, emailHtml);
    }
}
