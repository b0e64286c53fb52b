package dev.otpkit.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryResult.Fault;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DeliveryReportTest {
    private static final String SID = "SM" + "0a1b2c3d".repeat(4);

    @Test
    void whatArrivedHasNobodysFault() {
        DeliveryReport report = DeliveryReport.delivered(Recipient.SMS, SID);
        assertThat(report.kind()).isEqualTo("sms");
        assertThat(report.reference()).isEqualTo(SID);
        assertThat(report.outcome()).isEqualTo(DeliveryReport.Outcome.DELIVERED);
        assertThat(report.fault()).isEqualTo(Fault.NONE);
        assertThat(report.reason()).isEmpty();
    }

    @Test
    void whatDidNotArriveHasAFaultAndAReason() {
        DeliveryReport report =
                DeliveryReport.undelivered(Recipient.VOICE, SID, Fault.RECIPIENT, "unreachable handset 30003");
        assertThat(report.outcome()).isEqualTo(DeliveryReport.Outcome.UNDELIVERED);
        assertThat(report.fault()).isEqualTo(Fault.RECIPIENT);
        assertThat(report.reason()).contains("unreachable handset 30003");
    }

    @Test
    void reportsAreEqualWhenAllTheirPartsAre() {
        List<DeliveryReport> different = List.of(
                DeliveryReport.delivered(Recipient.SMS, SID),
                DeliveryReport.delivered(Recipient.WHATSAPP, SID),
                DeliveryReport.delivered(Recipient.SMS, "x"),
                DeliveryReport.undelivered(Recipient.SMS, SID, Fault.OURS, "filtered"),
                DeliveryReport.undelivered(Recipient.SMS, SID, Fault.PROVIDER, "filtered"),
                DeliveryReport.undelivered(Recipient.SMS, SID, Fault.OURS, "blocked"));
        assertThat(Set.copyOf(different)).hasSameSizeAs(different);
        DeliveryReport again = DeliveryReport.undelivered(Recipient.SMS, SID, Fault.OURS, "blocked");
        assertThat(again).isEqualTo(different.get(5)).hasSameHashCodeAs(different.get(5));
        assertThat(again).isNotEqualTo(SID);
    }

    @Test
    void whatAProgramMayLogReadsLikeThis() {
        assertThat(DeliveryReport.delivered(Recipient.SMS, SID)).hasToString("sms DELIVERED");
        assertThat(DeliveryReport.undelivered(Recipient.VOICE, SID, Fault.RECIPIENT, "busy"))
                .hasToString("voice UNDELIVERED fault=RECIPIENT reason='busy'");
    }

    @Test
    void whatCannotBeOneIsRefusedAndNotRepeated() {
        refused(() -> DeliveryReport.delivered("SMS", SID), "kind must match [a-z][a-z0-9-]{0,31}");
        refused(
                () -> DeliveryReport.delivered("sms", "+1 415"),
                "reference must be 1..128 visible ASCII characters: 6 characters given");
        refused(
                () -> DeliveryReport.delivered("sms", "x".repeat(129)),
                "reference must be 1..128 visible ASCII characters: 129 characters given");
        refused(
                () -> DeliveryReport.undelivered("sms", SID, Fault.NONE, "busy"),
                "fault must be RECIPIENT, PROVIDER or OURS: NONE");
        refused(
                () -> DeliveryReport.undelivered("sms", SID, Fault.OURS, "to +14155550100"),
                "reason must be 1..64 of a-z, 0-9, blank and hyphen, at most 5 digits in a row: 15 characters given");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
