package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.http.Answer;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a status and Twilio's number for an error mean for the message. No text of theirs gets through. */
final class Verdict {
    private static final Pattern SID = Pattern.compile("(SM|MM|CA)[0-9a-f]{32}");

    // The account: wrong, suspended, on trial, without the right. 20404: no such account.
    private static final Set<Integer> OF_THE_ACCOUNT = Set.of(10001, 20003, 20005, 20006, 20008, 20404);

    // Our sender, text, template or callback, whoever the recipient is. Without 21606, 21612, 21659 and 63016: the same
    // sender is good for one country or person and not for another, and strangers choose those.
    private static final Set<Integer> OF_OURS = Set.of(
            12100, 21205, 21210, 21212, 21213, 21602, 21603, 21605, 21609, 21617, 21619, 21655, 21656, 21660, 21701,
            21703, 21704, 21705, 63007);

    // A sender's queue that is full, and too many requests.
    private static final Set<Integer> FOR_NOW = Set.of(20429, 21611);

    private Verdict() {}

    /** Of an answer, with the name it gave the message and its number for an error, where it has them. */
    static DeliveryResult of(Answer answer, @Nullable String sid, @Nullable Integer code) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return sid != null && SID.matcher(sid).matches()
                    ? DeliveryResult.sent(sid)
                    : DeliveryResult.unknown().because("answer unreadable");
        }
        if (status == 429) {
            return answer.tooMany();
        }
        if (status >= 400 && status < 500 && status != 408) {
            return refused(answer, code == null ? 0 : code);
        }
        // A redirection is not followed, but whoever answers with one has had the message.
        return DeliveryResult.unknown().because(status >= 300 && status < 400 ? "redirected" : "server error");
    }

    private static DeliveryResult refused(Answer answer, int code) {
        if (FOR_NOW.contains(code)) {
            return answer.tooMany();
        }
        int status = answer.status();
        // Twilio also answers 403 for a country that is not enabled, and strangers choose countries.
        boolean denied = (status == 403 || status == 404) && (code < 11_000 || code / 1_000 == 20);
        if (status == 401 || status == 407 || denied || OF_THE_ACCOUNT.contains(code)) {
            return DeliveryResult.misconfigured(status == 404 ? "account not found" : "credentials refused");
        }
        DeliveryResult refused =
                DeliveryResult.permanent(code > 0 && code < 100_000 ? "refused with " + code : "refused");
        return OF_OURS.contains(code) ? refused.blaming(Fault.OURS) : refused;
    }
}
