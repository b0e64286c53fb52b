package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.DeliveryReport;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Twilio calls back about messages and calls, once it has proven that it was Twilio; for any web stack.
 *
 * <pre>{@code
 * StatusCallback callback = StatusCallback.of(URI.create("https://example.com/twilio/status"), authToken);
 * StatusCallback.Reading reading = callback.read(contentType, body, query, signature);   // of a POST, as it came
 * reading.report().ifPresent(otp::report);
 * int status = reading.outcome() == StatusCallback.Outcome.FORGED ? 403 : 204;
 * }</pre>
 *
 * <p>The URL is the one that Twilio was given, and is never read from a request. Parameters of its query may be among the
 * form's, as web stacks put them there. Whatever comes is answered with a value: no exception, no log line, and nothing of
 * the request in {@code toString}. Immutable and thread-safe.
 *
 * <p>Of a call DELIVERED says only that somebody or something picked up: not who it was, and not that a key was pressed or a
 * code was heard.
 *
 * <p>A {@code StoreException} of {@code otp.report} is worth a 500: Twilio asks again where the URL that it was given ends in
 * {@code #rc=3&rp=5xx,ct,rt}, and otherwise only when it cannot connect.
 *
 * <p><strong>Security.</strong> FINAL and PROGRESS say that somebody who knows the auth token signed exactly these parameters
 * for exactly this URL. They do not say when: Twilio signs no time, so a copy of a request is as good as the request, and it
 * is {@code otp.report} that makes it change nothing. Nor for whom: the token is the account's, so the message may be another
 * application's. Names and values are signed without anything between them; only the few names we know are read, and only
 * values that look like their own.
 */
public final class StatusCallback {
    /** What a request was. */
    public enum Outcome {
        /** Not signed by Twilio, not for this URL, or not as it was signed; or nothing that Twilio would send: answer 403. */
        FORGED,
        /** Twilio's own, and not the last word on a message. */
        PROGRESS,
        /** Twilio's own, with the last word on a message. */
        FINAL
    }

    /**
     * A request that was read.
     *
     * @param outcome what it was
     * @param report the last word on a message, where it is FINAL
     */
    public record Reading(Outcome outcome, Optional<DeliveryReport> report) {
        private static final Reading FORGED = new Reading(Outcome.FORGED, Optional.empty());

        private static Reading of(Optional<DeliveryReport> report) {
            return new Reading(report.isPresent() ? Outcome.FINAL : Outcome.PROGRESS, report);
        }
    }

    private static final SortedMap<String, String> NOTHING = new TreeMap<>();

    private final SignatureUrl url;
    private final Signature signature;

    private StatusCallback(SignatureUrl url, Signature signature) {
        this.url = url;
        this.signature = signature;
    }

    /**
     * Callbacks to this URL, of the account with this auth token.
     *
     * @param url as Twilio was given it, with its query
     * @throws IllegalArgumentException unless it is https, or http to this machine, with a path; or for what cannot be a token
     */
    public static StatusCallback of(URI url, String authToken) {
        return new StatusCallback(SignatureUrl.of("url", url), Signature.of(authToken));
    }

    /**
     * The same, and signed with another auth token as well, for as long as one replaces the other.
     *
     * @throws IllegalArgumentException for what cannot be a token
     */
    public StatusCallback accepts(String authToken) {
        return new StatusCallback(url, signature.accepts(authToken));
    }

    /**
     * Reads a POST as it came.
     *
     * @param contentType the header's value; null: there is none
     * @param body at most 64 KiB, or it is FORGED; let the server read no more than a byte beyond
     * @param query of the request's URL, still encoded; null: there is none
     * @param signature the value of {@code X-Twilio-Signature}; null: it is missing, or there are several
     */
    public Reading read(@Nullable String contentType, byte[] body, @Nullable String query, @Nullable String signature) {
        String type = contentType == null
                ? ""
                : contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/x-www-form-urlencoded" ->
                url.query().equals(Optional.ofNullable(query))
                        ? read(SignedForm.read(body), signature)
                        : Reading.FORGED;
            case "application/json" -> readOther(body, query, signature);
            default -> Reading.FORGED;
        };
    }

    /**
     * Reads the form of a POST whose web stack has taken it apart.
     *
     * @param parameters of the body; those of the URL's query, which are signed with the URL, may be among them
     * @param signature the value of {@code X-Twilio-Signature}; null: it is missing, or there are several
     */
    public Reading read(Map<String, List<String>> parameters, @Nullable String signature) {
        return read(SignedForm.read(parameters), signature);
    }

    private Reading read(Optional<SortedMap<String, String>> form, @Nullable String given) {
        return form.flatMap(parameters -> SignedForm.signed(
                        parameters, url.query().orElse(null), rest -> signature.matches(url, url.query(), rest, given)))
                .map(parameters -> Reading.of(StatusCallbackWords.report(parameters)))
                .orElse(Reading.FORGED);
    }

    /** Of a body that is no form the hash is in the query, and signed with it. Twilio reports on no message so. */
    private Reading readOther(byte[] body, @Nullable String query, @Nullable String given) {
        if (body.length > SignedForm.MOST_BYTES) {
            return Reading.FORGED;
        }
        String expected = url.queryOf(sha256(body));
        return expected.equals(query) && signature.matches(url, Optional.of(expected), NOTHING, given)
                ? Reading.of(Optional.empty())
                : Reading.FORGED;
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** No URL, which may hold a password, and no token. */
    @Override
    public String toString() {
        return "StatusCallback[]";
    }
}
