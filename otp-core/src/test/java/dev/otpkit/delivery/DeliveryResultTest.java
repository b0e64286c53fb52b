package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryResultTest {
    private static void assertIs(DeliveryResult result, Outcome outcome, Fault fault, boolean surelyNotSent) {
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.fault()).isEqualTo(fault);
        assertThat(result.surelyNotSent()).isEqualTo(surelyNotSent);
    }

    @Test
    void everyFactorySaysWhetherItWasSentAndWhomItSpeaksAbout() {
        assertIs(DeliveryResult.sent(), Outcome.SENT, Fault.NONE, false);
        assertIs(DeliveryResult.sent("SM1"), Outcome.SENT, Fault.NONE, false);
        assertIs(DeliveryResult.unknown(), Outcome.UNKNOWN, Fault.PROVIDER, false);
        assertIs(DeliveryResult.temporary(), Outcome.TEMPORARY, Fault.PROVIDER, true);
        assertIs(DeliveryResult.temporary(Duration.ZERO), Outcome.TEMPORARY, Fault.PROVIDER, true);
        assertIs(DeliveryResult.permanent("unknown mailbox"), Outcome.PERMANENT, Fault.RECIPIENT, true);
        assertIs(DeliveryResult.misconfigured("login refused"), Outcome.MISCONFIGURED, Fault.OURS, true);
    }

    @Test
    void aTemporaryOrPermanentResultCanSpeakAboutSomebodyElse() {
        assertIs(DeliveryResult.temporary().blaming(Fault.RECIPIENT), Outcome.TEMPORARY, Fault.RECIPIENT, true);
        DeliveryResult sender = DeliveryResult.permanent("sender refused").blaming(Fault.OURS);
        assertIs(sender, Outcome.PERMANENT, Fault.OURS, true);
        assertThat(sender.reason()).contains("sender refused");
        assertThat(DeliveryResult.temporary(Duration.ofSeconds(3))
                        .blaming(Fault.OURS)
                        .retryAfter())
                .contains(Duration.ofSeconds(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeliveryResult.temporary().blaming(Fault.NONE));
        for (DeliveryResult fixed :
                List.of(DeliveryResult.sent(), DeliveryResult.unknown(), DeliveryResult.misconfigured("x"))) {
            assertThatIllegalStateException().isThrownBy(() -> fixed.blaming(Fault.RECIPIENT));
        }
    }

    @Test
    void theDetailsAreWhereTheyWereGiven() {
        assertThat(DeliveryResult.sent("SM1").reference()).contains("SM1");
        assertThat(DeliveryResult.sent().reference()).isEmpty();
        assertThat(DeliveryResult.temporary(Duration.ofSeconds(9)).retryAfter()).contains(Duration.ofSeconds(9));
        assertThat(DeliveryResult.temporary().retryAfter()).isEmpty();
        assertThat(DeliveryResult.misconfigured("login refused").reason()).contains("login refused");
        assertThat(DeliveryResult.unknown().because("reply was cut").reason()).contains("reply was cut");
        assertThatIllegalStateException().isThrownBy(() -> DeliveryResult.sent().because("x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeliveryResult.temporary(Duration.ofNanos(-1)))
                .withMessage("retryAfter must not be negative: PT-0.000000001S");
    }

    @Test
    void aReasonIsAFewWordsOfOurs() {
        for (String reason : List.of("a", "twilio 21211", "smtp 550", "x".repeat(64), "sign-in refused")) {
            assertThat(DeliveryResult.permanent(reason).reason()).contains(reason);
        }
        for (String reason : List.of(
                "",
                " a",
                "x".repeat(65),
                "Refused",
                "a\nb",
                "ada@example.com",
                "code 123456",
                "+1415555",
                "é",
                "a.b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> DeliveryResult.permanent(reason));
            assertThatIllegalArgumentException().isThrownBy(() -> DeliveryResult.misconfigured(reason));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DeliveryResult.unknown().because(reason));
            assertThatIllegalArgumentException().isThrownBy(() -> Destination.refused(reason));
        }
    }

    @Test
    void aReferenceIsVisibleAscii() {
        assertThat(DeliveryResult.sent("x".repeat(128)).reference()).isPresent();
        for (String reference : List.of("", "a b", "a\n", "é", "x".repeat(129))) {
            assertThatIllegalArgumentException().isThrownBy(() -> DeliveryResult.sent(reference));
        }
    }

    @Test
    void resultsAreEqualWhenAllTheirPartsAre() {
        List<DeliveryResult> different = List.of(
                DeliveryResult.sent(),
                DeliveryResult.sent("a"),
                DeliveryResult.sent("b"),
                DeliveryResult.unknown(),
                DeliveryResult.temporary(),
                DeliveryResult.temporary(Duration.ofSeconds(1)),
                DeliveryResult.temporary().blaming(Fault.RECIPIENT),
                DeliveryResult.temporary().because("busy"));
        assertThat(different).doesNotHaveDuplicates();
        assertThat(DeliveryResult.temporary().because("busy"))
                .isEqualTo(DeliveryResult.temporary().because("busy"))
                .hasSameHashCodeAs(DeliveryResult.temporary().because("busy"));
        assertThat(DeliveryResult.permanent("mailbox unknown"))
                .hasToString("PERMANENT fault=RECIPIENT reason='mailbox unknown'");
    }

    @Test
    void aDestinationIsOpenOrAPlaceOrRefused() {
        assertThat(Destination.open().isRefused()).isFalse();
        assertThat(Destination.open().country()).isEmpty();
        assertThat(Destination.to("US", "+1415").isRefused()).isFalse();
        assertThat(Destination.to("US", "+1415").country()).contains("US");
        assertThat(Destination.refused("country not allowed").isRefused()).isTrue();
        assertThat(Destination.refused("country not allowed").refusal()).contains("country not allowed");
        assertThat(Destination.to("x".repeat(64), "1").prefix()).contains("1");
        assertThatIllegalArgumentException().isThrownBy(() -> Destination.to(" ", "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Destination.to("US", "x".repeat(65)));
    }
}
