package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every test that a channel must pass: a test class takes them on by implementing this, over a provider that it can watch.
 *
 * <p>It holds the guarantees of {@link DeliveryChannel}: one message is one delivery, also from many threads and in every
 * trouble; the answer is true; nothing but the provider gets to see a code or an address.
 */
public interface DeliveryChannelContract {

    /** The channel to be tried: a new one for each test, open, at a provider that works. */
    DeliveryChannel channel();

    /** Somebody whom the channel serves; a new one each time. */
    Recipient recipient();

    /** The texts of all messages that the provider has taken since the test began. */
    List<String> taken();

    /** How often the provider was handed a message since the test began, whether it took it or not. */
    int handed();

    /** The troubles that can be made at the provider; empty where there is none, as in memory. */
    List<ProviderTrouble> troubles();

    /** Fit for a log. */
    @Test
    default void itsNameIsShortAndPlainAndNeverChanges() {
        try (DeliveryChannel channel = channel()) {
            assertThat(channel.name()).matches("[A-Za-z0-9._-]{1,64}").isEqualTo(channel.name());
        }
    }

    /** They are asked before any limit. */
    @Test
    default void whomItServesAndWhereToIsDecidedWithoutTheProvider() {
        try (DeliveryChannel channel = channel()) {
            for (int i = 0; i < 20; i++) {
                Recipient recipient = recipient();
                assertThat(channel.serves(recipient)).isTrue();
                assertThat(channel.route(recipient).isRefused()).isFalse();
            }
            assertThat(handed()).isZero();
        }
    }

    /** A number is no mailbox. */
    @Test
    default void nothingIsSentToAKindThatItDoesNotServe() {
        try (DeliveryChannel channel = channel()) {
            for (Recipient other : Canary.ofEveryKind()) {
                if (!channel.serves(other)) {
                    Canary canary = new Canary(other);
                    assertThat(canary.deliver(channel)).isNotEqualTo(Outcome.SENT);
                    assertThat(canary.count(taken()))
                            .as("messages to %s", other.kind())
                            .isZero();
                }
            }
        }
    }

    /** With the code in it. */
    @Test
    default void aMessageIsHandedOverOnceAndSaidToBeSent() {
        try (DeliveryChannel channel = channel()) {
            Canary canary = new Canary(recipient());
            DeliveryResult result = channel.deliver(canary.message());
            assertThat(result.outcome()).isEqualTo(Outcome.SENT);
            assertThat(result.fault()).isEqualTo(DeliveryResult.Fault.NONE);
            assertThat(canary.count(taken())).isEqualTo(1);
            assertThat(handed()).isEqualTo(1);
        }
    }

    /** Repeats are decided on by its callers. */
    @Test
    default void anEqualMessageIsSentAgain() {
        try (DeliveryChannel channel = channel()) {
            Canary canary = new Canary(recipient());
            Message message = canary.message();
            for (int i = 1; i <= 3; i++) {
                assertThat(channel.deliver(message).outcome()).isEqualTo(Outcome.SENT);
                assertThat(canary.count(taken())).isEqualTo(i);
            }
        }
    }

    /** From fifty threads. */
    @Test
    default void fiftyMessagesAtOnceArriveOnceEach() {
        try (DeliveryChannel channel = channel();
                Race race = new Race(50)) {
            List<Canary> canaries =
                    Stream.generate(() -> new Canary(recipient())).limit(50).toList();
            List<Outcome> outcomes = race.run(i -> () -> canaries.get(i).deliver(channel));
            assertThat(outcomes).containsOnly(Outcome.SENT);
            for (Canary canary : canaries) {
                assertThat(canary.count(taken())).isEqualTo(1);
            }
            assertThat(handed()).isEqualTo(50);
        }
    }

    /** T33: neither repeated nor called by another name. */
    @Test
    default void inEveryTroubleTheMessageIsHandedOverAtMostOnceAndTheAnswerIsTrue() {
        for (ProviderTrouble trouble : troubles()) {
            try (DeliveryChannel channel = channel()) {
                trouble.begin();
                int before = handed();
                Canary canary = new Canary(recipient());
                DeliveryResult result = canary.result(channel);
                assertThat(handed() - before).as("%s: handed over", trouble).isLessThanOrEqualTo(1);
                assertThat(result.outcome()).as("%s", trouble).isIn(trouble.outcomes());
                assertThat(result.fault()).as("%s", trouble).isIn(trouble.faults());
                if (canary.count(taken()) > 0) {
                    assertThat(result.surelyNotSent())
                            .as("%s: taken, and said not to be", trouble)
                            .isFalse();
                }
            }
        }
    }

    /** T22: in results, exceptions, names and logs, slf4j's and the JDK's. */
    @Test
    default void nobodyButTheProviderSeesTheCodeOrTheAddress() {
        try (CapturedLog log = new CapturedLog()) {
            try (DeliveryChannel channel = channel()) {
                Canary canary = new Canary(recipient());
                assertThat(canary.told(channel) + log.text()).satisfies(canary::isNotIn);
            }
            for (ProviderTrouble trouble : troubles()) {
                try (DeliveryChannel channel = channel()) {
                    trouble.begin();
                    Canary canary = new Canary(recipient());
                    assertThat(canary.told(channel) + log.text())
                            .as("%s", trouble)
                            .satisfies(canary::isNotIn);
                }
            }
        }
    }

    /** Whatever it then answers, it is true. */
    @Test
    default void theInterruptFlagIsKept() {
        try (DeliveryChannel channel = channel()) {
            Canary canary = new Canary(recipient());
            Thread.currentThread().interrupt();
            DeliveryResult result = canary.result(channel);
            assertThat(Thread.interrupted()).as("the interrupt flag").isTrue();
            assertThat(canary.isTrue(result, taken())).as("%s", result).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    /** And what it is asked then is either done or refused, and truly told. */
    @Test
    default void closingTwiceDoesNothingMoreAndNothingIsUntrueAfterIt() {
        DeliveryChannel channel = channel();
        channel.close();
        channel.close();
        Canary canary = new Canary(recipient());
        DeliveryResult result = canary.result(channel);
        assertThat(canary.isTrue(result, taken())).as("%s", result).isTrue();
        assertThat(Set.of(0, 1)).contains(canary.count(taken()));
        channel.close();
    }
}
