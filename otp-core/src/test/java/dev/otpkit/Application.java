package dev.otpkit;

import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.template.MessageTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An application with concealed purposes, where the account is known or is not. */
final class Application {
    static final Recipient ADA = Recipient.email("ada@example.com");

    final TestBackend backend = new TestBackend();
    final TestChannel channel = new TestChannel();
    final List<String> answers = new ArrayList<>();
    final List<String> rendered = new ArrayList<>();
    final Recipient to;
    final OtpService otp;
    private final Settled settled = new Settled();

    Application(boolean known) {
        to = known ? ADA : ADA.decoy();
        MessageTemplate template = MessageTemplate.standard("Acme");
        otp = backend.serviceThatTriesOnce(channel)
                .purpose("sign-up", OtpPolicy.builder().concealed().build())
                .purpose(
                        "locking",
                        OtpPolicy.builder().concealed().lockWhenSpent().build())
                .limits(SendLimits.builder()
                        .clientIp(Limit.of(8, Duration.ofHours(1)))
                        .global(Limit.of(12, Duration.ofHours(1)))
                        .build())
                .listener(settled)
                .template(values -> {
                    rendered.add(values.code());
                    return template.render(values);
                })
                .build();
    }

    void ask(String purpose) {
        RequestResult result = ask(OtpRequest.of(OtpKey.of(purpose, ADA), to).clientIp("192.0.2.1"));
        answers.add(result + " " + result.sent() + " " + result.retryAfter() + " " + result.expiresIn() + " "
                + result.format() + " " + result.delivery() + " " + result.limitedBy());
    }

    /** Asks, and waits until the courier is done with it. */
    RequestResult ask(OtpRequest request) {
        RequestResult result = otp.request(request);
        settled.await();
        return result;
    }

    /** A guess that is wrong in either application. */
    void guess(String purpose) {
        String wrong = rendered.isEmpty() ? "000000" : Wrong.code(rendered.get(rendered.size() - 1), 4_711);
        VerifyResult result = otp.verify(OtpKey.of(purpose, ADA), wrong, "192.0.2.1");
        answers.add(result + " " + result.attemptsLeft() + " " + result.retryAfter() + " " + result.receipt() + " "
                + result.sentTo(ADA));
    }

    void pass(Duration time) {
        backend.advance(time);
    }
}
