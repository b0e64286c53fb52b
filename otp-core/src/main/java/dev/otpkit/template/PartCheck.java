package dev.otpkit.template;

import dev.otpkit.template.Tags.Tag;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Checks each part that an application wrote, before anything is rendered, and compiles it. */
final class PartCheck {
    /** What the service and every request may bring, without being declared. */
    static final Set<String> REQUEST = Set.of("name", "where", "when");

    private static final Set<String> OURS = Set.of("code", "brand", "expiry", "minutes", "bound", "facts");
    private static final Pattern WEB_OTP = Pattern.compile("(?m)^ *@\\S+ +#");
    private static final Pattern LOGO = Pattern.compile("['\"]cid:" + Look.LOGO + "['\"]");

    private final Set<String> known = new TreeSet<>(OURS);
    private final Set<String> variables = new TreeSet<>(REQUEST);

    PartCheck(Set<String> declared, boolean isBuiltIn) {
        variables.addAll(declared);
        known.addAll(variables);
        if (!isBuiltIn) {
            known.removeAll(Set.of("expiry", "bound"));
        }
    }

    static boolean isOurs(String name) {
        return OURS.contains(name);
    }

    /** The names of the values that a stranger may have chosen. */
    Set<String> variables() {
        return variables;
    }

    Part subject(String source, boolean withCode) {
        String name = "subject of the email";
        List<Tag> tags = Tags.of(name, source, known);
        if (withCode) {
            requireCode(name, tags);
        } else if (tags.stream().anyMatch(tag -> tag.name.equals("code"))) {
            throw Tags.refused(name, "{{code}} would stand on locked screens: drop it, or call codeInSubject()");
        }
        if (source.chars().anyMatch(PartCheck::breaksLines)) {
            throw Tags.refused(name, "it must be free of line breaks and control characters");
        }
        Neighbours.require(name, source, tags, variables);
        return Part.text(source);
    }

    Part text(String source) {
        String name = "text of the email";
        List<Tag> tags = Tags.of(name, source, known);
        requireCode(name, tags);
        Neighbours.require(name, source, tags, variables);
        return Part.text(source);
    }

    Part html(String source, boolean hasLogo) {
        String name = "html of the email";
        List<Tag> tags = Tags.of(name, source, known);
        requireCode(name, tags);
        HtmlPlaces.require(name, source);
        Neighbours.require(name, source, tags, variables);
        if (LOGO.matcher(source).find() != hasLogo) {
            throw Tags.refused(
                    name,
                    hasLogo
                            ? "logo(...) is given, but nothing shows it: add <img src=\"cid:logo\">, or drop logo(...)"
                            : "cid:logo is shown, but logo(...) is missing");
        }
        return Part.html(source);
    }

    /** A text without a subject: nobody's words but the application's follow its code. */
    Part brief(String name, String source) {
        List<Tag> tags = Tags.of(name, source, known);
        int code = requireCode(name, tags);
        for (Tag tag : tags) {
            if (tag.from > code && tag.isGap() && (variables.contains(tag.name) || tag.name.equals("."))) {
                throw Tags.refused(
                        name,
                        tag + " stands behind {{code}}, where a stranger could write another code: move it before");
            }
        }
        Neighbours.require(name, source, tags, variables);
        if (WEB_OTP.matcher(source).find()) {
            throw Tags.refused(name, "the line \"@host #code\" is written by webOtp(host): drop it, and call that");
        }
        return Part.text(source);
    }

    private static boolean breaksLines(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    private static int requireCode(String part, List<Tag> tags) {
        List<Tag> codes = tags.stream().filter(tag -> tag.name.equals("code")).toList();
        if (codes.size() != 1 || codes.get(0).depth > 0 || !codes.get(0).isGap()) {
            throw Tags.refused(part, "{{code}} must stand in it exactly once, outside of sections");
        }
        return codes.get(0).from;
    }
}
