package dev.otpkit.template;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where in an HTML document its gaps stand. Escaping makes a value harmless in text and in a quoted attribute that is
 * shown; nowhere else, so everywhere else a gap is refused.
 */
final class HtmlPlaces {
    private static final Set<String> SHOWN = Set.of("alt", "title", "aria-label");
    private static final Set<String> NOT_TEXT = Set.of(
            "script", "style", "iframe", "noscript", "noembed", "noframes", "xmp", "plaintext", "template", "textarea");
    private static final Pattern CODE = Pattern.compile("\\{\\{ *code *}}");

    private final String html;
    private int at;

    private HtmlPlaces(String html) {
        this.html = html;
    }

    /** Refuses a gap or section in the wrong place, naming the place. */
    static void require(String part, String html) {
        new HtmlPlaces(html).walk(part);
    }

    private void walk(String part) {
        while (at < html.length()) {
            if (html.startsWith("<!--", at)) {
                refuseUntil(part, endOfComment(), "a comment");
            } else if (isDeclaration()) {
                refuseUntil(part, indexOf(">", at), "a declaration");
            } else if (isTag()) {
                String element = tag(part);
                if (NOT_TEXT.contains(element)) {
                    refuseUntil(part, endOf(element), "<" + element + ">");
                } else if (element.equals("title")) {
                    title(part);
                }
            } else {
                at++;
            }
        }
    }

    /** What ends at the next angle bracket, quoted or not; so does an end tag without a name. */
    private boolean isDeclaration() {
        if (html.startsWith("</", at) && at + 2 < html.length()) {
            return html.charAt(at + 2) != '{' && !isLetter(html.charAt(at + 2));
        }
        return html.startsWith("<!", at) || html.startsWith("<?", at);
    }

    /** A document's title ends at its end tag alone; one in a drawing holds elements. Without any, both are text. */
    private void title(String part) {
        int from = at;
        at = endOf("title");
        String text = html.substring(from, at);
        if (text.indexOf('<') >= 0) {
            throw Tags.refused(part, "there is a < in <title>: it holds text alone");
        }
        refuseCode(part, text, "<title>");
    }

    private boolean isTag() {
        if (html.charAt(at) != '<' || at + 1 == html.length()) {
            return false;
        }
        char next = html.charAt(at + 1);
        // A gap right behind could name an element.
        return next == '/' || next == '{' || isLetter(next);
    }

    /** Walks to the end of a tag; answers its name if it begins an element. */
    private String tag(String part) {
        int from = ++at;
        at = endOfWord();
        String element = html.substring(from, at).toLowerCase(Locale.ROOT);
        refuseIn(part, element, "the name of a tag");
        while (at < html.length() && html.charAt(at) != '>') {
            if (isSpace(html.charAt(at)) || html.charAt(at) == '/') {
                at++;
            } else {
                attribute(part, element);
            }
        }
        at = Math.min(at + 1, html.length());
        return element;
    }

    private void attribute(String part, String element) {
        int from = at;
        at = Math.max(endOfWord(), at + 1); // an equals sign first would hold it for ever
        String name = html.substring(from, at).toLowerCase(Locale.ROOT);
        refuseIn(part, name, "<" + element + ">, among its attributes");
        skipSpaces();
        if (at == html.length() || html.charAt(at) != '=') {
            return;
        }
        at++;
        skipSpaces();
        String place = "the attribute " + name + " of <" + element + ">";
        char quote = at < html.length() ? html.charAt(at) : ' ';
        if (quote == '"' || quote == '\'') {
            int start = ++at;
            at = indexOf(String.valueOf(quote), at);
            String value = html.substring(start, at++);
            if (SHOWN.contains(name)) {
                refuseSections(part, value, place);
                refuseCode(part, value, place);
            } else {
                refuseIn(part, value, place);
            }
        } else {
            int start = at;
            while (at < html.length() && !isSpace(html.charAt(at)) && html.charAt(at) != '>') {
                at++;
            }
            refuseIn(part, html.substring(start, at), place + ", without quotes");
        }
    }

    private int endOfWord() {
        int end = at;
        while (end < html.length() && !isSpace(html.charAt(end)) && "/>=".indexOf(html.charAt(end)) < 0) {
            end++;
        }
        return end == at && end < html.length() && html.charAt(end) == '/' ? end + 1 : end;
    }

    private void refuseUntil(String part, int end, String place) {
        refuseIn(part, html.substring(at, end), place);
        at = end;
    }

    /** Where the end tag of an element begins whose content is no markup. */
    private int endOf(String element) {
        String tag = "</" + element;
        int end = indexOf(tag, at);
        while (end + tag.length() < html.length() && !isEndOfName(html.charAt(end + tag.length()))) {
            end = indexOf(tag, end + 1);
        }
        return end;
    }

    // Also <!--> and <!---> are whole comments.
    private int endOfComment() {
        int end = indexOf("-->", at + 2);
        int bang = indexOf("--!>", at + 4);
        return end < bang ? end + 2 : bang == html.length() ? bang : bang + 3;
    }

    // In the title of a tab or in what stands for an image, nobody reads it.
    private static void refuseCode(String part, String text, String place) {
        if (CODE.matcher(text).find()) {
            throw Tags.refused(part, "{{code}} stands in " + place + ", where it is not shown: move it into the text");
        }
    }

    private static void refuseIn(String part, String text, String place) {
        int gap = text.indexOf("{{");
        if (gap >= 0) {
            int end = text.indexOf("}}", gap);
            throw Tags.refused(
                    part,
                    text.substring(gap, end < 0 ? text.length() : end + 2) + " stands in " + place
                            + ", where escaping makes no value harmless: move it into the text");
        }
    }

    // A section could end in another place than it began in.
    private static void refuseSections(String part, String text, String place) {
        for (String sign : new String[] {"#", "^", "/"}) {
            if (text.replace(" ", "").contains("{{" + sign)) {
                throw Tags.refused(part, "a section stands in " + place + ": put it around the element");
            }
        }
    }

    private int indexOf(String end, int from) {
        for (int i = from; i + end.length() <= html.length(); i++) {
            if (html.regionMatches(true, i, end, 0, end.length())) {
                return i;
            }
        }
        return html.length();
    }

    private void skipSpaces() {
        while (at < html.length() && isSpace(html.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    private static boolean isEndOfName(char c) {
        return isSpace(c) || c == '/' || c == '>';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
