package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** T24, its form: whatever a subject says, a row's id is a pseudonym and a few words of ours. */
class RowIdsTest {
    private static final List<String> SUBJECTS = List.of(
            "user-42",
            "}:{0123456789abcdef0123456789abcdef}:c",
            "a:b:c:d",
            "*",
            "../../etc/passwd",
            "' OR 1=1 --",
            "${jndi:ldap://x}",
            "EVAL return 1",
            "mo\u202Eor",
            "\uD83D\uDE00",
            "0123456789abcdef0123456789abcdef",
            "x".repeat(400));

    @Test
    void everyIdIsOpaqueWhateverTheSubject() {
        TestBackend backend = new TestBackend();
        TestChannel channel = new TestChannel();
        channel.destination = to -> Destination.to("}:country:{*", "+1 415 555");
        Limit few = Limit.of(60, Duration.ofMinutes(1));
        Limit many = Limit.of(1_000, Duration.ofDays(1));
        OtpService otp = backend.service(channel)
                .purpose("login", OtpPolicy.builder().budget("own").build())
                .budget("own", Limit.of(9, Duration.ofDays(1)))
                .namespace("acme")
                .limits(SendLimits.builder()
                        .recipient(few, many)
                        .subject(few, many)
                        .clientIp(few, many)
                        .country(few, many)
                        .prefix(few, many)
                        .global(few, many)
                        .build())
                .build();
        for (String subject : SUBJECTS) {
            OtpKey key = OtpKey.of("login", subject).boundTo("fact", subject);
            Recipient recipient = Recipient.of(
                    "push",
                    "to "
                            + subject.substring(0, Math.min(300, subject.length()))
                                    .replaceAll("\\p{Cf}", ""));
            otp.request(OtpRequest.of(key, recipient).clientIp("192.0.2.1").variable("name", subject));
            otp.verify(key, Wrong.code(channel.code(), 1), "192.0.2.1");
            VerifyResult accepted = otp.verify(key, channel.code(), "192.0.2.1");
            otp.redeem("login", accepted.receipt().orElseThrow());
            otp.status(key);
            otp.cancel(key);
            otp.unlock(key);
        }

        assertThat(backend.seenIds)
                .hasSizeGreaterThan(5 * SUBJECTS.size())
                .allMatch(id -> id.matches("[0-9a-f]{32}(:[0-9a-z]+)*"));
    }
}
