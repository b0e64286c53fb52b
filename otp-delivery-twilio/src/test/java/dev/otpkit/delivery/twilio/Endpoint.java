package dev.otpkit.delivery.twilio;

import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** Twilio's side of a call: it reads the first document, signs as it does, asks the endpoint, and hears the second. */
final class Endpoint {
    private Endpoint() {}

    /** What is said to somebody who presses this key. */
    static String press(VoiceCallback words, Sink.Post call, String key) {
        URI action = action(call.one("Twiml"));
        Map<String, String> form = form(call.one("To"), key);
        String xml = words.answer(
                        Signed.lists(form), action.getRawQuery(), Signed.by(Sink.TOKEN, action.toString(), form))
                .orElseThrow();
        return String.join(" ", said(xml));
    }

    static Map<String, String> form(String to, String key) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("CallSid", "CA00000000000000000000000000000001");
        form.put("AccountSid", Sink.SID);
        form.put("From", "+447400123456");
        form.put("To", to);
        form.put("CallStatus", "in-progress");
        form.put("CallerName", "A & B = ü");
        if (!key.isEmpty()) {
            form.put("Digits", key);
        }
        return form;
    }

    static URI action(String twiml) {
        return URI.create(((Element) xml(twiml).getElementsByTagName("Gather").item(0)).getAttribute("action"));
    }

    static List<String> said(String twiml) {
        List<String> said = new ArrayList<>();
        var says = xml(twiml).getElementsByTagName("Say");
        for (int i = 0; i < says.getLength(); i++) {
            says.item(i).normalize();
            if (says.item(i).getChildNodes().getLength() > 1) {
                throw new IllegalStateException("something in a Say is no text");
            }
            said.add(says.item(i).getTextContent());
        }
        return said;
    }

    /** The names of all elements, in their order. */
    static List<String> verbs(String twiml) {
        List<String> verbs = new ArrayList<>();
        var all = xml(twiml).getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Node node = all.item(i);
            verbs.add(node.getNodeName());
        }
        return verbs;
    }

    static Document xml(String twiml) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(twiml)));
        } catch (Exception e) {
            throw new IllegalStateException("not well-formed: " + twiml, e);
        }
    }
}
