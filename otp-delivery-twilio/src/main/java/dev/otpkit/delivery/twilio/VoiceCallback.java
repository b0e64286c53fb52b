package dev.otpkit.delivery.twilio;

import dev.otpkit.delivery.http.Addresses;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The second half of a call: says the code, once the person who was called has pressed a key.
 *
 * <p>A call begins with a question and no code, so that an answering machine records none. Twilio then asks an address of
 * the application's what to say; what that endpoint answers is made here:
 *
 * <pre>{@code
 * VoiceCallback calls = VoiceCallback.of(URI.create("https://app.example.com/otp/voice"), authToken);
 * TwilioChannel.Builder twilio = TwilioChannel.builder().voice("+14155550100", calls);
 *
 * // POST /otp/voice
 * Optional<String> xml = calls.answer(body, query, signature); // 200 and text/xml; 403 where it is empty
 * }</pre>
 *
 * <p>What is to be said travels in the address's query, sealed by a key made of the auth token. So there is nothing to keep:
 * any node that has the token answers, and Twilio's own records of the call have no code before it is spoken.
 *
 * <p><strong>Security.</strong> The code is said only to a request that Twilio signed for this address, about a call to the
 * number that the code was sent to, in which the key was pressed, and before the code's life is over by this machine's clock.
 * It does not say whether the code was used or replaced meanwhile. Nothing that a stranger sends throws or is logged.
 *
 * <p>Immutable and thread-safe. {@code toString} shows neither the address nor the token.
 */
public final class VoiceCallback {
    private static final String QUERY = "code=";
    private static final String KEY = "1";
    // The endpoint's address with the seal, asked for in a document of at most 4,000 characters.
    private static final int LONGEST_ADDRESS = 2_000;

    private final URI url;
    private final SignatureUrl signed;
    private final Signature signature;
    private final Seal seal;

    private VoiceCallback(URI url, String authToken) {
        this.url = url;
        this.signed = SignatureUrl.of("url", url);
        this.signature = Signature.of(authToken);
        this.seal = new Seal(authToken);
    }

    /**
     * The endpoint at this address, as Twilio sees it, for the account with this auth token. Twilio signs with the auth
     * token, also for those who send with an API key.
     *
     * @throws IllegalArgumentException unless the address is https (or http on this machine) without a query, and the token
     *     32 letters and digits; the message repeats neither
     */
    public static VoiceCallback of(URI url, String authToken) {
        return new VoiceCallback(Addresses.withoutQuery("url", url), Account.secret("authToken", authToken));
    }

    /**
     * The document for a POST to the endpoint, to be answered with status 200 and type {@code text/xml}. Empty: it is not
     * Twilio's; answer 403.
     *
     * @param body a form, as it came; at most 64 KiB
     * @param query of the request's URL, still encoded, without the question mark; null: there is none
     * @param signature the value of {@code X-Twilio-Signature}; null: it is missing, or there are several
     */
    public Optional<String> answer(byte[] body, @Nullable String query, @Nullable String signature) {
        return answer(SignedForm.read(body), query, signature, Instant.now());
    }

    /**
     * The same, for a POST whose web stack has taken its form apart.
     *
     * @param parameters of the body; those of the URL's query, which are signed with the URL, may be among them
     */
    public Optional<String> answer(
            Map<String, List<String>> parameters, @Nullable String query, @Nullable String signature) {
        return answer(SignedForm.read(parameters), query, signature, Instant.now());
    }

    Optional<String> answer(
            Optional<SortedMap<String, String>> form, @Nullable String query, @Nullable String given, Instant now) {
        if (form.isEmpty() || query == null || query.length() > LONGEST_ADDRESS || !query.startsWith(QUERY)) {
            return Optional.empty();
        }
        return SignedForm.signed(form.get(), query, rest -> signature.matches(signed, Optional.of(query), rest, given))
                .map(parameters -> words(query.substring(QUERY.length()), parameters, now));
    }

    private String words(String sealed, SortedMap<String, String> parameters, Instant now) {
        if (!KEY.equals(parameters.get("Digits"))) {
            return Twiml.hangUp();
        }
        return seal.open(sealed, parameters.getOrDefault("To", ""), now)
                .map(speech -> Twiml.say(speech.language(), speech.text()))
                .orElseGet(Twiml::hangUp);
    }

    /** Where a call to this number goes for its words; empty where they are too long for a call. */
    Optional<URI> address(Seal.Speech speech, String number, Instant end) {
        String address = url + "?" + QUERY + seal.close(speech, number, end);
        return address.length() > LONGEST_ADDRESS ? Optional.empty() : Optional.of(URI.create(address));
    }

    @Override
    public String toString() {
        return "VoiceCallback[redacted]";
    }
}
