package dev.otpkit.store.redis;

import dev.otpkit.OtpService;
import dev.otpkit.Secrets;
import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.OtpBackend;
import java.time.Duration;
import java.util.Random;

/** Services on Redis, whose secrets are known by number. */
final class Services {
    private static final Limit MANY = Limit.of(1_000_000, Duration.ofMinutes(1));

    private Services() {}

    static OtpService.Builder on(OtpBackend backend, DeliveryChannel channel) {
        return unsecret(backend, channel).secrets(secrets(1));
    }

    /** Without secrets yet. */
    static OtpService.Builder unsecret(OtpBackend backend, DeliveryChannel channel) {
        return OtpService.builder()
                .backend(backend)
                .channel(channel)
                .development() // for the sake of the inbox
                .verifyLimits(MANY, MANY);
    }

    static SendLimits unlimited() {
        return SendLimits.allowUnlimited("sends are not what is tried here");
    }

    static Secrets secrets(int active, int... accepted) {
        Secrets secrets = Secrets.of(secret(0), secret(active));
        for (int other : accepted) {
            secrets = secrets.accepts(secret(other));
        }
        return secrets;
    }

    private static byte[] secret(int number) {
        byte[] secret = new byte[32];
        new Random(number).nextBytes(secret);
        return secret;
    }
}
