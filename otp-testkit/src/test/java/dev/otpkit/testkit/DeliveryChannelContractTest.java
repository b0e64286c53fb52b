package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.testkit.FlawedChannel.Mood;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The contract bites: a broken channel fails it on the rule that it breaks, and on no other. */
class DeliveryChannelContractTest {
    private static final class Tried implements DeliveryChannelContract {
        private final ChannelFlaw flaw;
        private final FlawedChannel.Provider provider = new FlawedChannel.Provider();
        private int recipients;

        Tried(ChannelFlaw flaw) {
            this.flaw = flaw;
        }

        @Override
        public DeliveryChannel channel() {
            return new FlawedChannel(flaw, provider);
        }

        @Override
        public synchronized Recipient recipient() {
            return Recipient.email("ada" + recipients++ + "@example.com");
        }

        @Override
        public List<String> taken() {
            return provider.taken;
        }

        @Override
        public int handed() {
            return provider.handed.get();
        }

        @Override
        public List<ProviderTrouble> troubles() {
            return List.of(
                    ProviderTrouble.unavailable("down", () -> provider.mood = Mood.IS_DOWN),
                    ProviderTrouble.refusingTheRecipient("550", () -> provider.mood = Mood.KNOWS_NO_SUCH_MAILBOX),
                    ProviderTrouble.refusingUs("535", () -> provider.mood = Mood.KNOWS_US_NOT),
                    ProviderTrouble.inDoubt("hangs up", () -> provider.mood = Mood.TAKES_AND_HANGS_UP));
        }
    }

    @Test
    void aChannelWithoutAFlawPassesEveryRule() {
        assertThat(ContractRun.failures(DeliveryChannelContract.class, () -> new Tried(ChannelFlaw.NONE)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NONE", "DROPS"})
    void aBrokenChannelFailsTheRuleThatItBreaksAndNoOther(ChannelFlaw flaw) {
        assertThat(ContractRun.failures(DeliveryChannelContract.class, () -> new Tried(flaw)))
                .containsOnlyKeys(flaw.rule);
    }

    @Test
    void aChannelThatDropsWhatItSaysToHaveSentFailsWhereverThatIsAsked() {
        assertThat(ContractRun.failures(DeliveryChannelContract.class, () -> new Tried(ChannelFlaw.DROPS)))
                .containsKeys(
                        ChannelFlaw.DROPS.rule,
                        ChannelFlaw.DROPS_EQUAL_MESSAGES.rule,
                        ChannelFlaw.INTERRUPT_SWALLOWED.rule,
                        ChannelFlaw.SHARED_BUFFER.rule);
    }
}
