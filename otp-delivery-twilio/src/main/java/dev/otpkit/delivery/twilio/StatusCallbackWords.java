package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.DeliveryReport;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.Recipient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Twilio's parameters mean, of those we know. Nothing of what it says is passed on but a message's sid, and an error's
 * number within a few words of ours.
 */
final class StatusCallbackWords {
    private static final Pattern MESSAGE = Pattern.compile("[SM]M[0-9a-fA-F]{32}");
    private static final Pattern CALL = Pattern.compile("CA[0-9a-fA-F]{32}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{3,4}");

    // What a boundary leaves behind that was shifted: names and values are signed with nothing between them.
    private static final List<String> READ =
            List.of("MessageSid", "MessageStatus", "CallSid", "CallStatus", "ErrorCode", "AnsweredBy", "To", "From");
    private static final Pattern SHIFTED = Pattern.compile("(?:Message|Call)(?:Sid|Status)|ErrorCode|AnsweredBy");
    private static final Pattern ABOUT_A_NUMBER = Pattern.compile("(?:To|From)(?:[A-Z][A-Za-z]*)?"); // ToCountry ...

    private record Meaning(Fault fault, String words) {}

    // Twilio splits its codes over time: one that is not here, or does not exist yet, is the provider's, with its
    // number.
    private static final Map<String, Meaning> CODES = Map.ofEntries(
            recipients("21211", "no such number"),
            recipients("21610", "opted out"),
            recipients("21612", "unreachable number"),
            recipients("21614", "not a mobile number"),
            recipients("30003", "unreachable handset"),
            recipients("30004", "blocked"),
            recipients("30005", "unknown handset"),
            recipients("30006", "landline or unreachable carrier"),
            recipients("63003", "no such account"),
            recipients("63024", "no such recipient"),
            Map.entry("30007", new Meaning(Fault.PROVIDER, "filtered")),
            Map.entry("30008", new Meaning(Fault.PROVIDER, "unknown error")),
            Map.entry("30036", new Meaning(Fault.PROVIDER, "too late")),
            ours("21408", "country not enabled"),
            ours("30001", "too many at once"),
            ours("30002", "account suspended"),
            ours("30010", "over the highest price"),
            ours("30022", "too many at once"),
            ours("30023", "daily limit of the sender"),
            ours("30032", "sender not verified"),
            ours("30034", "sender not registered"),
            ours("63007", "no such sender"),
            ours("63016", "outside the window without a template"));

    private static final Map<String, Meaning> CALLS = Map.of(
            "busy", new Meaning(Fault.RECIPIENT, "busy"),
            "no-answer", new Meaning(Fault.RECIPIENT, "no answer"),
            "failed", new Meaning(Fault.PROVIDER, "call failed"),
            "canceled", new Meaning(Fault.OURS, "canceled"));

    private StatusCallbackWords() {}

    private static Map.Entry<String, Meaning> recipients(String code, String words) {
        return Map.entry(code, new Meaning(Fault.RECIPIENT, words));
    }

    private static Map.Entry<String, Meaning> ours(String code, String words) {
        return Map.entry(code, new Meaning(Fault.OURS, words));
    }

    /** The last word on a message or a call; empty: not the last one, or about something else. */
    static Optional<DeliveryReport> report(Map<String, String> parameters) {
        if (isShifted(parameters)) {
            return Optional.empty();
        }
        String message = parameters.getOrDefault("MessageSid", "");
        String call = parameters.getOrDefault("CallSid", "");
        if (call.isEmpty() && MESSAGE.matcher(message).matches()) {
            return ofMessage(message, parameters.getOrDefault("MessageStatus", ""), parameters);
        }
        if (message.isEmpty() && CALL.matcher(call).matches()) {
            return ofCall(call, parameters.getOrDefault("CallStatus", ""), parameters);
        }
        return Optional.empty();
    }

    /** A value that holds one of the names that are read, or a name that is longer or shorter than one of them. */
    private static boolean isShifted(Map<String, String> parameters) {
        return parameters.values().stream()
                        .anyMatch(value -> SHIFTED.matcher(value).find())
                || parameters.keySet().stream()
                        .filter(name -> !ABOUT_A_NUMBER.matcher(name).matches())
                        .anyMatch(name -> READ.stream()
                                .anyMatch(read ->
                                        !name.equals(read) && (name.startsWith(read) || read.startsWith(name))));
    }

    private static Optional<DeliveryReport> ofMessage(String sid, String status, Map<String, String> parameters) {
        String kind =
                isWhatsApp(parameters, "To") || isWhatsApp(parameters, "From") ? Recipient.WHATSAPP : Recipient.SMS;
        return switch (status) {
            case "delivered", "read" -> Optional.of(DeliveryReport.delivered(kind, sid));
            case "canceled" -> Optional.of(DeliveryReport.undelivered(kind, sid, Fault.OURS, "canceled"));
            case "undelivered", "failed" -> {
                String code = parameters.getOrDefault("ErrorCode", "");
                Meaning meaning = CODES.getOrDefault(code, new Meaning(Fault.PROVIDER, status));
                String number = NUMBER.matcher(code).matches() ? " " + code : "";
                yield Optional.of(DeliveryReport.undelivered(kind, sid, meaning.fault(), meaning.words() + number));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<DeliveryReport> ofCall(String sid, String status, Map<String, String> parameters) {
        if (status.equals("completed")) {
            String by = parameters.getOrDefault("AnsweredBy", "");
            return Optional.of(
                    by.startsWith("machine") || by.equals("fax")
                            ? DeliveryReport.undelivered(Recipient.VOICE, sid, Fault.RECIPIENT, "answered by a machine")
                            : DeliveryReport.delivered(Recipient.VOICE, sid));
        }
        return Optional.ofNullable(CALLS.get(status))
                .map(meaning -> DeliveryReport.undelivered(Recipient.VOICE, sid, meaning.fault(), meaning.words()));
    }

    private static boolean isWhatsApp(Map<String, String> parameters, String name) {
        return parameters.getOrDefault(name, "").startsWith("whatsapp:");
    }
}
