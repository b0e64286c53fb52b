package dev.otpkit.template;

import dev.otpkit.template.Tags.Tag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a stranger's value may come to stand beside. Each value alone is no link, but "evil." beside "com" is one; so a gap
 * for it stands apart, whichever sections are there and whichever are not.
 */
final class Neighbours {
    private static final String JOINTS = ".@:/\\-";

    private final String source;
    private final Map<Integer, Tag> beginning = new HashMap<>();
    private final Map<Integer, Tag> ending = new HashMap<>();
    private final Map<Tag, Tag> other = new HashMap<>();

    private Neighbours(String source, List<Tag> tags) {
        this.source = source;
        Deque<Tag> open = new ArrayDeque<>();
        for (Tag tag : tags) {
            beginning.put(tag.from, tag);
            ending.put(tag.to, tag);
            if (tag.sign.equals("/")) {
                Tag begun = open.pop();
                other.put(begun, tag);
                other.put(tag, begun);
            } else if (!tag.isGap()) {
                open.push(tag);
            }
        }
    }

    /** Refuses a stranger's gap that touches a word or another gap, also over a mark that links are made with. */
    static void require(String part, String source, List<Tag> tags, Set<String> strangers) {
        Neighbours neighbours = new Neighbours(source, tags);
        for (Tag tag : tags) {
            boolean isStrangers = tag.isGap() && (strangers.contains(tag.name) || tag.name.equals("."));
            if (isStrangers && (neighbours.touches(tag, true) || neighbours.touches(tag, false))) {
                throw Tags.refused(
                        part,
                        tag + " touches a word or another gap, and a stranger could make a link of the two: put a blank"
                                + " between them");
            }
        }
    }

    private boolean touches(Tag gap, boolean forward) {
        Set<Integer> seen = new HashSet<>();
        Deque<Integer> places = new ArrayDeque<>();
        places.add(forward ? gap.to : gap.from);
        while (!places.isEmpty()) {
            int at = places.remove();
            if (!seen.add(at) || at == (forward ? source.length() : 0)) {
                continue;
            }
            Tag tag = (forward ? beginning : ending).get(at);
            if (tag == null) {
                int c = forward ? source.codePointAt(at) : source.codePointBefore(at);
                if (JOINTS.indexOf(c) >= 0) {
                    places.add(forward ? at + 1 : at - 1);
                } else if (isWord(c)) {
                    return true;
                }
            } else if (!tag.isGap()) {
                ways(tag, forward, places);
            } else if (!isApart(gap, tag, forward)) {
                return true;
            }
        }
        return false;
    }

    /** A fact begins with its name, which is the application's word: after the code, or another fact, it may stand. */
    private static boolean isApart(Tag gap, Tag beside, boolean forward) {
        return gap.name.equals(".") && (beside == gap || (!forward && beside.name.equals("code")));
    }

    /** On both sides of a section's beginning or end there is what is in it, or what is beyond it. */
    private void ways(Tag tag, boolean forward, Deque<Integer> places) {
        Tag match = other.get(tag);
        if (match == null) {
            throw new IllegalStateException(tag + " has no other end");
        }
        places.add(forward ? tag.to : tag.from);
        boolean isEntered = tag.sign.equals("/") != forward;
        boolean isRepeated = tag.name.equals("facts");
        if (isEntered || isRepeated) {
            places.add(forward ? match.to : match.from);
        }
    }

    private static boolean isWord(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }
}
