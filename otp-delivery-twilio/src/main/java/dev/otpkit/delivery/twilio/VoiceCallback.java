package dev.otpkit.delivery.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Instant;
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
 * TwilioChannel twilio = TwilioChannel.builder()...voice("+14155550100", calls).build();
 *
 * // POST /otp/voice
 * calls.answer(request.query(), request.body(), request.header("X-Twilio-Signature"))
 *     .ifPresentOrElse(xml -> response.send(200, "text/xml", xml), () -> response.send(403));
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
    private static final int LONGEST = 16 * 1024;
    // The endpoint's address with the seal, asked for in a document of at most 4,000 characters.
    private static final int LONGEST_ADDRESS = 2_000;

    private final URI url;
    private final SignatureUrl signed;
    private final Signature signature;
    private final Seal seal;

    private VoiceCallback(URI url, String authToken) {
        this.url = url;
        this.signed = SignatureUrl.of(url);
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
     * The document for a request to the endpoint, to be answered with status 200 and type {@code text/xml}. Empty: it is
     * not Twilio's; answer 403.
     *
     * @param query the request's raw query, without the question mark
     * @param body the request's body as it came, a form
     * @param signature the header {@code X-Twilio-Signature}
     */
    public Optional<String> answer(@Nullable String query, @Nullable String body, @Nullable String signature) {
        return answer(query, body, signature, Instant.now());
    }

    Optional<String> answer(@Nullable String query, @Nullable String body, @Nullable String signature, Instant now) {
        if (query == null
                || body == null
                || signature == null
                || query.length() + body.length() > LONGEST
                || !query.startsWith(QUERY)) {
            return Optional.empty();
        }
        Optional<SortedMap<String, String>> form = SignedForm.read(body.getBytes(UTF_8));
        if (form.isEmpty()
                || signed.spellings(Optional.of(query)).stream()
                        .noneMatch(address -> this.signature.matches(address, form.get(), signature))) {
            return Optional.empty();
        }
        if (!KEY.equals(form.get().get("Digits"))) {
            return Optional.of(Twiml.hangUp());
        }
        return Optional.of(seal.open(query.substring(QUERY.length()), form.get().getOrDefault("To", ""), now)
                .map(speech -> Twiml.say(speech.language(), speech.text()))
                .orElseGet(Twiml::hangUp));
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
