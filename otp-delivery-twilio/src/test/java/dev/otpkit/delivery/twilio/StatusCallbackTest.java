package dev.otpkit.delivery.twilio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryReport;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.Recipient;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Twilio's words come to, once it is Twilio who speaks. */
class StatusCallbackTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String URL = "https://a.example/twilio/status";
    private static final String SID = "SM" + "0a1b2c3d".repeat(4);
    private static final String CALL = "CA" + "0a1b2c3d".repeat(4);

    private final StatusCallback callback = StatusCallback.of(URI.create(URL), TOKEN);

    private StatusCallback.Reading read(Map<String, String> parameters) {
        StatusCallback.Reading reading = callback.read(Signed.lists(parameters), Signed.by(TOKEN, URL, parameters));
        assertThat(reading.outcome())
                .isEqualTo(
                        reading.report().isPresent() ? StatusCallback.Outcome.FINAL : StatusCallback.Outcome.PROGRESS);
        return reading;
    }

    private static Map<String, String> message(String status, String code) {
        Map<String, String> parameters = Signed.parameters(
                "AccountSid",
                "AC" + "0".repeat(32),
                "ApiVersion",
                "2010-04-01",
                "From",
                "+14155550199",
                "MessageSid",
                SID,
                "MessageStatus",
                status,
                "SmsSid",
                SID,
                "SmsStatus",
                status,
                "To",
                "+14155550100");
        if (!code.isEmpty()) {
            parameters.put("ErrorCode", code);
        }
        return parameters;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accepted",
                "scheduled",
                "queued",
                "sending",
                "sent",
                "receiving",
                "received",
                "",
                "Delivered",
                "?"
            })
    void aMessageThatIsUnderWayIsNoReport(String status) {
        assertThat(read(message(status, "")).report()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivered", "read"})
    void aMessageThatArrivedIsDelivered(String status) {
        assertThat(read(message(status, "")).report()).contains(DeliveryReport.delivered(Recipient.SMS, SID));
    }

    @ParameterizedTest(name = "{0} {1}: {2}, {3}")
    @CsvSource({
        "undelivered, 30003, RECIPIENT, unreachable handset 30003",
        "failed,      30003, RECIPIENT, unreachable handset 30003",
        "undelivered, 30004, RECIPIENT, blocked 30004",
        "undelivered, 30005, RECIPIENT, unknown handset 30005",
        "undelivered, 30006, RECIPIENT, landline or unreachable carrier 30006",
        "undelivered, 30007, PROVIDER,  filtered 30007",
        "undelivered, 30008, PROVIDER,  unknown error 30008",
        "failed,      30001, OURS,      too many at once 30001",
        "failed,      30034, OURS,      sender not registered 30034",
        "failed,      21610, RECIPIENT, opted out 21610",
        "failed,      63003, RECIPIENT, no such account 63003",
        "undelivered, 63016, OURS,      outside the window without a template 63016",
        "failed,      39999, PROVIDER,  failed 39999",
        "undelivered, '',    PROVIDER,  undelivered",
        "undelivered, 0,     PROVIDER,  undelivered",
        "undelivered, 123456, PROVIDER, undelivered",
        "undelivered, '30003 ', PROVIDER, undelivered",
        "undelivered, +14155550100, PROVIDER, undelivered",
        "canceled,    '',    OURS,      canceled",
    })
    void whatDidNotArriveSaysWhoseFaultItIs(String status, String code, Fault fault, String reason) {
        assertThat(read(message(status, code)).report())
                .contains(DeliveryReport.undelivered(Recipient.SMS, SID, fault, reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"To", "From"})
    void aWhatsAppMessageIsKnownByItsNumbers(String name) {
        Map<String, String> parameters = message("delivered", "");
        parameters.compute(name, (same, number) -> "whatsapp:" + number);
        assertThat(read(parameters).report()).contains(DeliveryReport.delivered(Recipient.WHATSAPP, SID));
    }

    private static Map<String, String> call(String status) {
        return Signed.parameters(
                "CallSid", CALL, "CallStatus", status, "To", "+14155550100", "Direction", "outbound-api");
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "initiated", "ringing", "in-progress", "answered", "", "delivered"})
    void aCallThatIsUnderWayIsNoReport(String status) {
        assertThat(read(call(status)).report()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "busy, RECIPIENT, busy",
        "no-answer, RECIPIENT, no answer",
        "failed, PROVIDER, call failed",
        "canceled, OURS, canceled"
    })
    void aCallThatNobodyTookIsUndelivered(String status, Fault fault, String reason) {
        assertThat(read(call(status)).report())
                .contains(DeliveryReport.undelivered(Recipient.VOICE, CALL, fault, reason));
    }

    @ParameterizedTest(name = "answered by \"{0}\": {1}")
    @CsvSource({
        "'', DELIVERED",
        "human, DELIVERED",
        "unknown, DELIVERED",
        "machine_start, UNDELIVERED",
        "machine_end_beep, UNDELIVERED",
        "fax, UNDELIVERED"
    })
    void aCallThatAMachineTookIsUndelivered(String by, DeliveryReport.Outcome outcome) {
        Map<String, String> parameters = call("completed");
        parameters.put("AnsweredBy", by);
        DeliveryReport report = read(parameters).report().orElseThrow();
        assertThat(report.outcome()).isEqualTo(outcome);
        assertThat(report.kind()).isEqualTo(Recipient.VOICE);
        assertThat(report.reference()).isEqualTo(CALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "SM", "SM123", "XX0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d", "SM0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3g"})
    void whatHasNoSidOfAMessageIsNoReport(String sid) {
        Map<String, String> parameters = message("delivered", "");
        parameters.put("MessageSid", sid);
        assertThat(read(parameters).report()).isEmpty();
    }

    @Test
    void aMessageAndACallAtOnceIsNeither() {
        Map<String, String> both = new TreeMap<>(message("delivered", ""));
        both.putAll(call("completed"));
        assertThat(read(both).report()).isEmpty();
        assertThat(read(Map.of()).report()).isEmpty();
    }

    @Test
    void parametersThatTwilioAddsOneDayAreSignedAndIgnored() {
        Map<String, String> parameters = message("delivered", "");
        parameters.put("Zone-X[1]", "é 好 & = % + 😀");
        assertThat(read(parameters).report()).contains(DeliveryReport.delivered(Recipient.SMS, SID));
        assertThat(callback.read(
                                Signed.FORM,
                                Signed.form(parameters).getBytes(US_ASCII),
                                null,
                                Signed.by(TOKEN, URL, parameters))
                        .outcome())
                .isEqualTo(StatusCallback.Outcome.FINAL);
    }

    /** T22: neither a number, nor a sid, nor the token or the URL, which may hold a password. */
    @Test
    void nothingThatIsPrintedTellsWhoWasMeant() {
        Map<String, String> parameters = message("undelivered", "30003");
        parameters.put("ErrorMessage", "canary to +14155550100");
        StatusCallback withPassword = StatusCallback.of(URI.create("https://user:canary@a.example/s"), TOKEN);
        String told = withPassword + " " + read(parameters) + read(parameters).report() + read(message("sent", ""))
                + callback.read(Signed.lists(parameters), "forged") + Optional.of(callback);
        assertThat(told)
                .contains("StatusCallback[]", "unreachable handset 30003", "FORGED")
                .doesNotContain("canary", "4155550", "0a1b2c3d", TOKEN, "a.example", "AC000");
    }
}
