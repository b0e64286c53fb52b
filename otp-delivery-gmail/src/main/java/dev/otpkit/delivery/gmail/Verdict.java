package dev.otpkit.delivery.gmail;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.http.Answer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a status and Google's reasons mean for the message. No text of theirs gets through. */
final class Verdict {
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]{1,128}");

    // Gmail tells a time in its text, and seldom a Retry-After.
    private static final Pattern RETRY = Pattern.compile("Retry after ([0-9TZ:.+-]{10,40})");

    private static final Set<String> FOR_NOW = Set.of(
            "rateLimitExceeded",
            "userRateLimitExceeded",
            "dailyLimitExceeded",
            "quotaExceeded",
            "RATE_LIMIT_EXCEEDED",
            "RESOURCE_EXHAUSTED");

    // Too slow, in conflict, too early, cancelled: each may come after the mail was passed on.
    private static final Set<Integer> IN_DOUBT = Set.of(408, 409, 425, 499);

    private Verdict() {}

    /** By Google itself: a gateway that says 401 may have passed the mail on. */
    static boolean isTokenRefused(Answer answer) {
        if (answer.status() != 401) {
            return false; // nearly every answer, whose body need not be read for this
        }
        Set<String> reasons = reasons(Json.of(answer.body()).get("error"));
        return reasons.contains("UNAUTHENTICATED") || reasons.contains("authError");
    }

    static DeliveryResult of(Answer answer) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            String id = Json.of(answer.body()).text("id");
            return ID.matcher(id).matches()
                    ? DeliveryResult.sent(id)
                    : DeliveryResult.unknown().because("answer unreadable");
        }
        if (IN_DOUBT.contains(status) || status == 401 && !isTokenRefused(answer)) {
            return DeliveryResult.unknown().because("refused in doubt");
        }
        if (status >= 400 && status < 500) {
            return refused(answer, Json.of(answer.body()).get("error"));
        }
        // A redirection is not followed, but whoever answers with one has had the message.
        return DeliveryResult.unknown().because(status >= 300 && status < 400 ? "redirected" : "server error");
    }

    private static DeliveryResult refused(Answer answer, Json error) {
        Set<String> reasons = reasons(error);
        int status = answer.status();
        if (status == 429 || status == 403 && reasons.stream().anyMatch(FOR_NOW::contains)) {
            return later(answer, error.text("message"));
        }
        if (status == 403 && answer.body().isEmpty()) {
            return DeliveryResult.temporary()
                    .because("refused without a reason"); // it may be a limit: the rest was cut
        }
        if (reasons.contains("failedPrecondition") || reasons.contains("FAILED_PRECONDITION")) {
            return DeliveryResult.misconfigured("account has no mail service");
        }
        return switch (status) {
            case 400, 410, 422 -> DeliveryResult.permanent("refused"); // strangers choose what is in a mail
            case 413 -> DeliveryResult.permanent("message too large").blaming(Fault.OURS);
            default -> DeliveryResult.misconfigured(settings(status, reasons));
        };
    }

    private static String settings(int status, Set<String> reasons) {
        if (reasons.contains("accessNotConfigured") || reasons.contains("SERVICE_DISABLED")) {
            return "gmail api not enabled";
        }
        if (reasons.contains("insufficientPermissions") || reasons.contains("ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
            return "scope gmail-send missing";
        }
        if (reasons.contains("domainPolicy")) {
            return "refused by the policy of the domain";
        }
        return status == 404 ? "api not found" : status == 407 ? "proxy refused" : "access refused";
    }

    /** The reasons of the older form and of the newer one, and the name of the status. */
    private static Set<String> reasons(Json error) {
        Set<String> reasons = new HashSet<>();
        error.all("errors").forEach(one -> reasons.add(one.text("reason")));
        error.all("details").forEach(one -> reasons.add(one.text("reason")));
        reasons.add(error.text("status"));
        return reasons;
    }

    private static DeliveryResult later(Answer answer, String message) {
        Matcher told = RETRY.matcher(message);
        if (answer.retryAfter().isPresent() || !told.find()) {
            return answer.tooMany();
        }
        try {
            return answer.tooMany(Instant.parse(told.group(1)));
        } catch (DateTimeParseException e) {
            return answer.tooMany();
        }
    }
}
