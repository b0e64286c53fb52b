package dev.otpkit;

import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Two days of a crowd, and for half of the second an attack among it, against a service with nothing but its defaults. */
final class Replay {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int TYPED_PERCENT = 85;

    /** Who asked on the second day, and was sent a code or not. */
    static final class Tally {
        private int asked;
        private int sent;

        private void count(boolean isSent) {
            asked++;
            sent += isSent ? 1 : 0;
        }

        /** In a hundred. */
        double blocked() {
            return asked == 0 ? 0 : 100.0 * (asked - sent) / asked;
        }

        @Override
        public String toString() {
            return sent + " of " + asked + " sent (" + Math.round(blocked() * 100) / 100.0 + " % not)";
        }
    }

    private record Step(long at, String number, boolean isAttack, boolean isTyped) implements Comparable<Step> {
        @Override
        public int compareTo(Step other) {
            return Long.compare(at, other.at);
        }
    }

    final Tally attack = new Tally();
    final Tally people = new Tally();
    final Tally newPeople = new Tally();
    final Tally newNeighbours = new Tally();
    final Set<Bucket.Kind> refusedBy = EnumSet.noneOf(Bucket.Kind.class);

    private final SplittableRandom random = new SplittableRandom(17);
    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final PriorityQueue<Step> requests = new PriorityQueue<>();
    private final PriorityQueue<Step> guesses = new PriorityQueue<>();
    private final Map<String, String> codes = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private long now;

    Replay(Crowd crowd, int messages, IntFunction<String> numbers, int typedPercent) {
        for (int i = 0; i < 2 * crowd.people(); i++) {
            people(random.nextLong(DAY), crowd.number(i / 2));
            int who = random.nextInt(crowd.people()) + (random.nextInt(10) == 0 ? crowd.people() : 0);
            people(DAY + random.nextLong(DAY), crowd.number(who));
        }
        for (int i = 0; i < messages; i++) {
            long at = DAY + DAY / 4 + i * (DAY / 2) / messages;
            requests.add(new Step(at, numbers.apply(i), true, random.nextInt(100) < typedPercent));
        }
    }

    private void people(long at, String number) {
        requests.add(new Step(at, number, false, random.nextInt(100) < TYPED_PERCENT));
    }

    void run() {
        channel.destination = recipient -> Destination.to(
                recipient.address().substring(0, 3),
                recipient.address().substring(0, recipient.address().length() - 4));
        try (OtpService otp = backend.service(channel).purpose("login").build()) {
            while (!requests.isEmpty() || !guesses.isEmpty()) {
                boolean isGuess = requests.isEmpty()
                        || !guesses.isEmpty()
                                && guesses.peek().at() < requests.peek().at();
                Step step = (isGuess ? guesses : requests).remove();
                backend.advance(Duration.ofMillis(step.at() - now));
                now = step.at();
                if (isGuess) {
                    guess(otp, step);
                } else {
                    request(otp, step);
                }
                settle(otp);
            }
        }
    }

    private void request(OtpService otp, Step step) {
        Recipient to = Recipient.sms(step.number());
        RequestResult result = otp.request(OtpKey.of("login", to), to);
        if (result.limitedBy().filter(Bucket.Kind.RECIPIENT::equals).isPresent()) {
            return; // twice within a minute: not what this is about
        }
        result.limitedBy().ifPresent(refusedBy::add);
        if (result.sent()) {
            codes.put(step.number(), channel.code());
            if (step.isTyped()) {
                guesses.add(new Step(now + 8_000 + random.nextLong(60_000), step.number(), step.isAttack(), true));
            }
        }
        if (step.isAttack()) {
            attack.count(result.sent());
        } else if (now >= DAY) {
            people.count(result.sent());
            if (!known.contains(step.number())) {
                newPeople.count(result.sent());
                if (step.number().startsWith(Crowd.FEWEST)) {
                    newNeighbours.count(result.sent());
                }
            }
        }
    }

    private void guess(OtpService otp, Step step) {
        OtpKey key = OtpKey.of("login", Recipient.sms(step.number()));
        if (otp.verify(key, codes.get(step.number())).accepted() && !step.isAttack()) {
            known.add(step.number());
        }
    }

    private static void settle(OtpService otp) {
        CountDownLatch done = new CountDownLatch(1);
        otp.with.afterwards.run(done::countDown);
        try {
            if (!done.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("what follows an answer is never done");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "attack: " + attack + "; people: " + people + "; new ones: " + newPeople
                + "; new ones in the third country: " + newNeighbours;
    }
}
