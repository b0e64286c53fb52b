package dev.otpkit.testkit;

import dev.otpkit.store.Entry;
import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.VerifyAnswer;
import java.time.Duration;
import java.util.Arrays;

/** A code brought into a state, and one call made there. */
final class TableCell {
    private static final String KEY = Subject.KEY;
    private static final int BUDGET = 5;

    private final Subject subject;
    private final Opening opening;
    private final Guess wrong;
    private final Guess right;

    TableCell(OtpStore store, String state, Duration life) {
        subject = Subject.of(store).with(Subject.failures(BUDGET, Duration.ofDays(1)));
        opening = subject.opening(KEY);
        wrong = subject.guess(KEY, "wrong");
        right = subject.guess(KEY, "right");
        switch (state) {
            case "none" -> {}
            case "live" -> opening.open();
            case "tried" -> {
                opening.open();
                wrong.verify();
            }
            case "used" -> {
                opening.open();
                right.verify();
            }
            case "expired" -> {
                opening.ttl(life).open();
                wrong.verify();
            }
            case "exhausted" -> {
                opening.open();
                subject.verify(KEY, "wrong");
                subject.verify(KEY, "wrong");
                wrong.verify();
            }
            case "spent" -> {
                opening.open();
                wrong.verify();
                subject.fail(BUDGET - 1);
            }
            case "long" -> {
                subject.fail(BUDGET);
                opening.strong().open();
                wrong.verify();
            }
            default -> throw new IllegalArgumentException(state);
        }
    }

    String answer(String call) {
        Guess last = isUsed() ? right : wrong;
        Opening next = subject.opening(KEY).code("new");
        return switch (call) {
            case "status" -> status();
            case "open" -> opened(next);
            case "open reversed" -> opened(next.to("bob", "ada"));
            case "open to a part" -> opened(next.to("bob"));
            case "open to others" -> opened(next.to("eve"));
            case "open to one more" -> opened(next.to("ada", "bob", "eve"));
            case "open decoy" -> opened(next.decoy());
            case "open unreadable" -> opened(next.secret(Subject.OTHER_SECRET).accepting(Subject.OTHER_SECRET));
            case "open always fresh" -> opened(next.fresh());
            case "open strong" -> opened(next.strong());
            case "open strong others" -> opened(next.strong().to("eve"));
            case "open again" -> opened(opening);
            case "right" -> verified(subject.guess(KEY, "right"));
            case "right wary" -> verified(subject.guess(KEY, "right").wary());
            case "right unreadable" -> verified(subject.guess(KEY, "right").under(Subject.OTHER_SECRET));
            case "wrong" -> verified(subject.guess(KEY, "wrong"));
            case "wrong wary" -> verified(subject.guess(KEY, "wrong").wary());
            case "last guess again" -> verified(last);
            case "redeem" -> (subject.redeem(right.call()) ? "yes, " : "no, ") + status();
            case "erase code" -> after(() -> subject.erase(KEY, OtpStore.Part.CODE));
            case "erase failures" -> after(() -> subject.erase(KEY, OtpStore.Part.FAILURES));
            case "absorb nothing" -> after(() -> subject.absorb(KEY, 0));
            case "absorb the budget" -> after(() -> subject.absorb(KEY, BUDGET));
            default -> throw new IllegalArgumentException(call);
        };
    }

    private boolean isUsed() {
        return subject.status(KEY).state() == SlotStatus.State.USED;
    }

    private String after(Runnable call) {
        call.run();
        return "done, " + status();
    }

    private String opened(Opening call) {
        OpenAnswer answer = call.open();
        String wrongEntry = answer.live()
                .map(this::name)
                .filter(name -> !name.equals("old"))
                .orElse("");
        boolean complete = answer.live().isPresent() == (answer.outcome() == OpenAnswer.Outcome.RESENT);
        return answer.outcome() + wrongEntry + (complete ? ", " : " without its code, ") + status();
    }

    private String verified(Guess call) {
        VerifyAnswer answer = call.verify();
        SlotStatus status = subject.status(KEY);
        boolean live = status.state() == SlotStatus.State.LIVE;
        String left = live && answer.attemptsLeft() != status.attemptsLeft() ? " left " + answer.attemptsLeft() : "";
        String entry = answer.entry().map(this::name).equals(status.entry().map(this::name)) ? "" : " of another code";
        return answer.outcome() + left + entry + ", " + status();
    }

    private String status() {
        SlotStatus status = subject.status(KEY);
        boolean live = status.state() == SlotStatus.State.LIVE;
        return status.state()
                + (live ? " " + status.attemptsLeft() : "")
                + status.entry().map(entry -> " " + name(entry)).orElse("")
                + (status.spent() ? " spent" : "")
                + (live == status.expiresIn().isZero() ? " for " + status.expiresIn() : "")
                + (!live && status.attemptsLeft() > 0 ? " attempts left" : "");
    }

    /** Old or new, if the entry is whole. */
    private String name(Entry entry) {
        for (String secret : new String[] {Subject.SECRET, Subject.OTHER_SECRET}) {
            for (String code : new String[] {"right", "new"}) {
                if (entry.code().secretId().equals(secret)
                        && Arrays.equals(entry.code().tag(), Opening.tag(subject.slot(KEY), secret, code))
                        && Arrays.equals(entry.code().sealed(), Opening.sealed(subject.slot(KEY), secret, code))) {
                    return code.equals("new") ? "new" : "old";
                }
            }
        }
        return "mangled";
    }
}
