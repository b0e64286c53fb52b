package dev.otpkit.delivery.twilio;

import java.io.StringWriter;
import java.net.URI;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** What a call does, as Twilio's XML: one document that asks for a key, and one that says the code. */
final class Twiml {
    private static final int TIMES_ASKED = 3;
    private static final int TIMES_SAID = 2;

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private Twiml() throws XMLStreamException {
        // The JDK's own: another one from the class path may escape otherwise.
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("Response");
    }

    /** Asks for the key 1, thrice, and goes to the address once it is pressed. An answering machine presses none. */
    static String ask(Voice voice, URI action) {
        return made(twiml -> {
            twiml.xml.writeStartElement("Gather");
            twiml.xml.writeAttribute("action", action.toString());
            twiml.xml.writeAttribute("method", "POST");
            twiml.xml.writeAttribute("input", "dtmf");
            twiml.xml.writeAttribute("numDigits", "1");
            twiml.xml.writeAttribute("timeout", "5");
            twiml.repeat(TIMES_ASKED, voice.promptLanguage(), voice.prompt());
            twiml.xml.writeEndElement();
        });
    }

    /** Says a text, twice. */
    static String say(String language, String text) {
        return made(twiml -> twiml.repeat(TIMES_SAID, language, text));
    }

    static String hangUp() {
        return made(twiml -> {});
    }

    /** The text with the code's characters one by one, with a pause behind each: else it may be read as a number. */
    static String spelled(String text, String code) {
        String together =
                code.chars().mapToObj(c -> Pattern.quote(Character.toString(c))).collect(Collectors.joining(" ?"));
        String apart = code.chars().mapToObj(Character::toString).collect(Collectors.joining(", "));
        String spelled = Pattern.compile(together).matcher(text).replaceAll(apart);
        return spelled.contains(apart) ? spelled : spelled + ' ' + apart + '.';
    }

    private interface Part {
        void write(Twiml twiml) throws XMLStreamException;
    }

    private static String made(Part part) {
        try {
            Twiml twiml = new Twiml();
            part.write(twiml);
            twiml.xml.writeEmptyElement("Hangup");
            twiml.xml.writeEndDocument();
            twiml.xml.flush();
            return twiml.text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory failed");
        }
    }

    private void repeat(int times, String language, String words) throws XMLStreamException {
        for (int i = 0; i < times; i++) {
            xml.writeStartElement("Say");
            xml.writeAttribute("language", language);
            xml.writeCharacters(audible(words));
            xml.writeEndElement();
            xml.writeEmptyElement("Pause");
            xml.writeAttribute("length", "2");
        }
    }

    /** Without what XML cannot hold, and nobody hear. */
    private static String audible(String text) {
        StringBuilder audible = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || c >= 0xFFFE && (c & 0xFFFE) == 0xFFFE ? ' ' : c)
                .filter(c -> Character.getType(c) != Character.SURROGATE && Character.getType(c) != Character.FORMAT)
                .forEach(audible::appendCodePoint);
        return audible.toString();
    }
}
