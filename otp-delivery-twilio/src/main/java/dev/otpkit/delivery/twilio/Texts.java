package dev.otpkit.delivery.twilio;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.MessageCreator;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.http.Undelivered;
import dev.otpkit.template.Segments;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Text messages: few paid segments for a code, and no longer in Twilio's queue than the code lives. */
final class Texts implements Form {
    private static final int OF_ONES_OWN = 10;
    // Twilio's bounds; a code with less life is as good as dead, and is told so by its text.
    private static final long SHORTEST_LIFE = 5;
    private static final long LONGEST_LIFE = 36_000;

    private final Sender sender;
    private final int maxSegments;
    private final @Nullable URI statusCallback;

    Texts(Sender sender, int maxSegments, @Nullable URI statusCallback) {
        this.sender = sender;
        this.maxSegments = maxSegments;
        this.statusCallback = statusCallback;
    }

    @Override
    public Function<TwilioRestClient, @Nullable String> fill(Message message, String number) {
        Segments segments = Segments.of(message.text());
        int most = message.code().isPresent() ? maxSegments : Math.max(maxSegments, OF_ONES_OWN);
        if (segments.count() > most) {
            // About the recipient, though nobody else has seen it: strangers choose the language and the facts in it.
            throw new Undelivered(DeliveryResult.permanent(tooMany(segments, most)));
        }
        MessageCreator made = sender.to(number).setBody(message.text());
        life(message).ifPresent(made::setValidityPeriod);
        return Form.sent(made, statusCallback);
    }

    // A result's words have no capitals, plus signs or long numbers.
    private static String tooMany(Segments segments, int most) {
        String why = segments.forcedBy()
                .map(named -> named.substring(named.indexOf("U+") + 2).toLowerCase(Locale.ROOT))
                .filter(hex -> hex.length() < 6)
                .map(hex -> " forced by u-" + hex)
                .orElse("");
        return segments.count() + " segments over " + most + why;
    }

    /** How long it is worth sending, in Twilio's seconds. */
    static Optional<Integer> life(Message message) {
        return left(message).map(life -> (int) Math.min(
                LONGEST_LIFE, Math.max(SHORTEST_LIFE, life.plusMillis(999).toSeconds())));
    }

    /** What is left of its code's life, or until the message's own end. */
    static Optional<Duration> left(Message message) {
        Optional<Duration> left = message.code().map(Message.Code::left);
        Optional<Duration> open = message.notAfter().map(end -> Duration.between(Instant.now(), end));
        return left.isPresent() && open.isPresent() && open.get().compareTo(left.get()) > 0
                ? left
                : open.or(() -> left);
    }
}
