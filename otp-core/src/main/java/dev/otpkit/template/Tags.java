package dev.otpkit.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gaps and sections of a part, as its template engine will see them, or a refusal that says what is wrong. */
final class Tags {
    private static final Pattern TAG = Pattern.compile("\\{\\{ *([#^/]?) *([A-Za-z][A-Za-z0-9_]*|\\.) *}}");

    private Tags() {}

    /** A gap, or the beginning or end of a section: where it stands, and in how many sections. */
    static final class Tag {
        final String sign;
        final String name;
        final int from;
        final int to;
        final int depth;

        Tag(String sign, String name, int from, int to, int depth) {
            this.sign = sign;
            this.name = name;
            this.from = from;
            this.to = to;
            this.depth = depth;
        }

        boolean isGap() {
            return sign.isEmpty();
        }

        @Override
        public String toString() {
            return "{{" + sign + name + "}}";
        }
    }

    static List<Tag> of(String part, String source, Set<String> known) {
        List<Tag> tags = new ArrayList<>();
        Deque<Tag> open = new ArrayDeque<>();
        Matcher matcher = TAG.matcher(source);
        for (int at = source.indexOf("{{"); at >= 0; at = source.indexOf("{{", matcher.end())) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw refused(
                        part,
                        source.substring(at, Math.min(at + 20, source.length()))
                                + " is none of {{name}}, {{#name}}, {{^name}}, {{/name}}: what is shown is always escaped");
            }
            Tag tag = new Tag(matcher.group(1), matcher.group(2), at, matcher.end(), open.size());
            requireKnown(part, tag, known, open);
            switch (tag.sign) {
                case "/" -> {
                    if (open.isEmpty() || !open.pop().name.equals(tag.name)) {
                        throw refused(part, tag + " ends no section");
                    }
                }
                case "#", "^" -> open.push(tag);
                default -> {}
            }
            tags.add(tag);
        }
        if (!open.isEmpty()) {
            throw refused(part, open.peek() + " has no end");
        }
        return tags;
    }

    private static boolean isBound(Tag tag) {
        return tag.toString().equals("{{#bound}}");
    }

    static IllegalStateException refused(String part, String why) {
        return new IllegalStateException(part + ": " + why);
    }

    private static void requireKnown(String part, Tag tag, Set<String> known, Deque<Tag> open) {
        if (tag.name.equals(".")) {
            boolean inFacts = !open.isEmpty() && open.peek().toString().equals("{{#facts}}");
            if (!inFacts || !tag.isGap()) {
                throw refused(part, tag + " must stand in {{#facts}}{{/facts}}");
            }
        } else if (!known.contains(tag.name) && PartCheck.isOurs(tag.name)) {
            throw refused(
                    part, tag + " is said in the built-in languages only: say it in your own words, with {{minutes}}");
        } else if (!known.contains(tag.name)) {
            throw refused(
                    part, tag + " is neither one of " + known + " nor declared: add it to variables(...), or drop it");
        } else if (tag.name.equals("facts") && tag.isGap()) {
            throw refused(part, "{{facts}} are several: write {{#facts}}{{.}}{{/facts}}");
        } else if (tag.toString().equals("{{#facts}}") && open.stream().anyMatch(around -> !isBound(around))) {
            throw refused(part, "{{#facts}} must stand outside of all sections but {{#bound}}: facts are always shown");
        }
    }
}
