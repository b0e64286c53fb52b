package dev.otpkit.testkit;

import dev.otpkit.limit.Limit;
import dev.otpkit.store.Budget;
import dev.otpkit.store.Entry;
import dev.otpkit.store.OpenAnswer;
import dev.otpkit.store.OpenCall;
import dev.otpkit.store.OtpStore;
import dev.otpkit.store.OtpStore.Part;
import dev.otpkit.store.RedeemCall;
import dev.otpkit.store.SlotStatus;
import dev.otpkit.store.VerifyAnswer;
import dev.otpkit.store.VerifyCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/** A random sequence of calls, made at two stores that must answer alike. */
final class StoreSequence {
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final List<Duration> STEPS = List.of(
            Duration.ofMillis(1),
            Duration.ofMinutes(1),
            TTL.dividedBy(2),
            TTL.minusMillis(1),
            TTL,
            Duration.ofMinutes(10),
            Duration.ofHours(1).minusMillis(1),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(30),
            Duration.ofDays(400));
    private static final List<Limit> LIMITS =
            List.of(Limit.of(4, Duration.ofHours(1)), Limit.of(6, Duration.ofDays(1)));
    private static final List<Budget> BUDGETS = List.of(new Budget("std", LIMITS, 12), new Budget("pay", LIMITS, 3));
    private static final List<List<String>> AUDIENCES =
            List.of(List.of("ada"), List.of("ada", "bob"), List.of("bob", "ada"), List.of("eve"));

    private final OtpStore store;
    private final OtpStore model;
    private final Optional<MutableClock> clock;
    private final SplittableRandom random;
    private final List<Subject> subjects;
    private final List<OpenCall> opened = new ArrayList<>();
    private final List<VerifyCall> guessed = new ArrayList<>();
    private final List<RedeemCall> redeemed = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    StoreSequence(OtpStore store, OtpStore model, Optional<MutableClock> clock, long seed) {
        this.store = store;
        this.model = model;
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        Subject one = Subject.of(store);
        this.subjects = BUDGETS.stream().map(one::with).toList();
        told.add("seed " + seed);
    }

    void run(int calls) {
        for (int i = 0; i < calls; i++) {
            int dice = random.nextInt(100);
            if (dice < 24) {
                OpenCall call = random.nextInt(8) == 0 ? any(opened, this::opening) : opening();
                opened.add(call);
                compare("open", call.slot().key(), at -> tell(at.open(call)));
            } else if (dice < 72) {
                VerifyCall call = random.nextInt(6) == 0 ? any(guessed, this::guess) : guess();
                guessed.add(call);
                compare("verify", call.slot().key(), at -> tell(at.verify(call)));
            } else if (dice < 80) {
                RedeemCall call = random.nextInt(3) == 0 ? any(redeemed, this::redeeming) : redeeming();
                redeemed.add(call);
                compare("redeem", call.slot().key(), at -> String.valueOf(at.redeem(call)));
            } else if (dice < 82) {
                Subject subject = any(subjects);
                String key = key();
                Part part = any(List.of(Part.values()));
                compare("erase " + part, key, at -> {
                    subject.at(at).erase(key, part);
                    return "done";
                });
            } else if (dice < 83) {
                Subject subject = any(subjects);
                String key = key();
                int failures = random.nextInt(6);
                compare("absorb " + failures, key, at -> {
                    subject.at(at).absorb(key, failures);
                    return "done";
                });
            } else {
                clock.ifPresent(this::step);
            }
            for (Subject subject : subjects) {
                compare("status", "login", at -> tell(subject.at(at).status("login")));
                compare("status", "payment", at -> tell(subject.at(at).status("payment")));
            }
        }
    }

    private void step(MutableClock at) {
        // Short steps more often than long ones: the states lie close together.
        Duration step = STEPS.get(Math.min(random.nextInt(STEPS.size()), random.nextInt(STEPS.size())));
        at.advance(step);
        told.add("+" + step);
    }

    private OpenCall opening() {
        Opening opening = any(subjects).opening(key()).to(any(AUDIENCES).toArray(String[]::new));
        opening.code(code()).ttl(TTL).attempts(1 + random.nextInt(4));
        opening.resendWhile(any(List.of(TTL.dividedBy(2), Duration.ZERO, TTL.plusMillis(1))));
        if (random.nextInt(5) == 0) {
            opening.strong();
        }
        if (random.nextInt(8) == 0) {
            opening.decoy();
        }
        if (random.nextInt(8) == 0) {
            opening.secret(Subject.OTHER_SECRET);
        } else if (random.nextInt(8) == 0) {
            opening.accepting(Subject.SECRET);
        }
        return opening.call();
    }

    private VerifyCall guess() {
        Guess guess = any(subjects).guess(key(), code());
        if (random.nextInt(8) == 0) {
            guess.wary();
        }
        return random.nextInt(8) == 0 ? guess.under(Subject.SECRET).call() : guess.call();
    }

    private RedeemCall redeeming() {
        return Subject.redeemCall(any(guessed, this::guess));
    }

    private String key() {
        return random.nextInt(3) == 0 ? "payment" : "login";
    }

    private String code() {
        return any(List.of("right", "other", "wrong"));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** One of the newest, whose entry may still be there. */
    private <T> T any(List<T> list, Supplier<T> orElse) {
        return list.isEmpty() ? orElse.get() : list.get(list.size() - 1 - random.nextInt(Math.min(6, list.size())));
    }

    private void compare(String call, String key, Function<OtpStore, String> made) {
        String expected = made.apply(model);
        told.add(call + " " + key.substring(0, Math.min(8, key.length())) + ": " + expected);
        String answered = made.apply(store);
        if (!answered.equals(expected)) {
            throw new AssertionError("the store answered\n" + answered + "\ninstead of the last line here\n"
                    + String.join("\n", told.subList(Math.max(0, told.size() - 60), told.size())));
        }
    }

    private String tell(OpenAnswer answer) {
        return answer.outcome() + tell(answer.live()) + " for " + tell(answer.expiresIn())
                + answer.retryAfter().map(wait -> " after " + tell(wait)).orElse("");
    }

    private String tell(VerifyAnswer answer) {
        return answer.outcome() + " left " + answer.attemptsLeft() + tell(answer.entry())
                + answer.retryAfter().map(wait -> " after " + tell(wait)).orElse("");
    }

    private String tell(SlotStatus status) {
        return status.state() + " left " + status.attemptsLeft() + tell(status.entry()) + " for "
                + tell(status.expiresIn()) + (status.spent() ? " spent" : "")
                + status.retryAfter().map(wait -> " after " + tell(wait)).orElse("");
    }

    private static String tell(Optional<Entry> entry) {
        return entry.map(it -> " [" + it.code().secretId() + " "
                        + Names.hex(it.code().tag()).substring(0, 8) + " "
                        + Names.hex(it.code().sealed()).substring(0, 8)
                        + (it.code().strong() ? " strong" : "") + (it.decoy() ? " decoy" : "") + " to "
                        + it.audience().stream().map(Names::hex).sorted().toList() + "]")
                .orElse("");
    }

    /** To the millisecond where time stands still; elsewhere only whether there is any. */
    private String tell(Duration duration) {
        return clock.isPresent() ? duration.toString() : duration.isZero() ? "none" : "some";
    }
}
