package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.code.OtpGenerator;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.store.StoreException;
import dev.otpkit.template.MessageTemplate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** T22: codes, addresses and secrets in logs, exceptions, events, metrics and {@code toString}, across every fault. */
class LeakTest {
    private final MessageTemplate standard = MessageTemplate.standard("Acme");
    private final Eavesdropper ear = new Eavesdropper();
    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpMetrics metrics = new OtpMetrics();
    private boolean listenerThrows;
    private boolean templateThrows;

    // Long codes, so that no pseudonym or id holds one by chance.
    private final Settled settled = new Settled();
    private final OtpService otp = backend.serviceThatTriesOnce(channel)
            .purpose(
                    "login",
                    OtpPolicy.builder().generator(OtpGenerator.letters(12)).build())
            .purpose(
                    "concealed",
                    OtpPolicy.builder()
                            .generator(OtpGenerator.digits(10))
                            .concealed()
                            .build())
            .listener(this::listen)
            .listener(metrics)
            .listener(settled)
            .template(values -> {
                ear.canaries.add(values.code());
                if (templateThrows) {
                    throw new IllegalStateException("the template failed");
                }
                ear.hear(values);
                return standard.render(values);
            })
            .build();

    private void listen(OtpEvent event) {
        ear.hear(event);
        if (listenerThrows) {
            throw new IllegalStateException(String.join(" ", ear.canaries));
        }
    }

    @AfterEach
    void restore() {
        ear.close();
    }

    @Test
    void aThousandFlowsAcrossEveryFaultLeakNothing() {
        int logged = 0;
        int looked = 0;
        for (int i = 0; i < 1_000; i++) {
            fault(i % 11);
            flow(i);
            logged += ear.log.list.size();
            looked += ear.canaries.size();
            ear.hear(metrics.snapshot(), otp.securityReport(), TestBackend.secrets(1));
            ear.findNothing();
        }
        assertThat(logged).as("faults that were logged").isGreaterThan(500);
        assertThat(looked).as("canaries that were looked for").isGreaterThan(8_000);
    }

    private void fault(int which) {
        backend.codes.before = which == 1 ? this::lost : () -> {};
        backend.codes.after = which == 2 ? this::lost : () -> {};
        backend.counts.before = which == 3 ? this::lost : () -> {};
        backend.counts.after = which == 4 ? this::lost : () -> {};
        listenerThrows = which == 5;
        templateThrows = which == 6;
        channel.answer = message -> switch (which) {
            case 7 ->
                throw new IllegalStateException(
                        "550 <" + message.recipient().address() + ">", new RuntimeException(message.text()));
            case 8 -> DeliveryResult.permanent("no such mailbox");
            case 9 -> DeliveryResult.temporary();
            case 10 -> DeliveryResult.misconfigured("credentials refused");
            default -> DeliveryResult.sent(message.recipient().address());
        };
    }

    private void lost() {
        throw new StoreException(StoreException.Kind.UNREACHABLE, new RuntimeException("connection reset"));
    }

    private void flow(int i) {
        Recipient mail = Recipient.email(ear.canary("Canary-Mailbox-" + i + "@leak.example"));
        Recipient phone = Recipient.sms(ear.canary("+1415777" + (1_000 + i)));
        ear.canaries.add("canary-mailbox-" + i);
        Recipient to = i % 2 == 0 ? mail : phone;
        String purpose = i % 3 == 0 ? "concealed" : "login";
        OtpKey key = i % 5 == 0 ? OtpKey.of(purpose, to) : OtpKey.of(purpose, "user-" + i);
        key = key.boundTo("flow", ear.canary("flow-canary-" + i));
        boolean decoy = purpose.equals("concealed") && i % 4 == 0;
        OtpRequest request = OtpRequest.of(key, decoy ? to.decoy() : to)
                .clientIp("192.0.2." + i % 200)
                .variable("name", ear.canary("Name-Canary-" + i));
        if (!decoy && i % 7 == 0) {
            request = request.orElse(to.equals(mail) ? phone : mail);
        }
        ear.hear(key, to, request);
        OtpRequest asked = request;
        OtpKey of = key;
        ear.attempt(() -> otp.request(asked))
                .ifPresent(r -> ((RequestResult) r).delivery().ifPresent(ear::hear));
        settled.await();
        ear.attempt(() -> otp.status(of));
        ear.attempt(() -> otp.verify(of, ear.canary("typed-canary-" + i), "192.0.2." + i % 200));
        String code = channel.messages.isEmpty() ? "0000000000" : channel.code();
        channel.messages.forEach(message -> ear.hear(message, message.code().orElseThrow()));
        channel.messages.clear();
        ear.attempt(() -> otp.verify(of, ear.canary(Wrong.code(code, 1)), "192.0.2." + i % 200));
        ear.attempt(() -> otp.verify(of, code))
                .ifPresent(r -> ((VerifyResult) r).receipt().ifPresent(receipt -> {
                    ear.canaries.add(receipt.value());
                    ear.hear(receipt);
                    ear.attempt(() -> otp.redeem(of.purpose(), receipt));
                }));
        ear.attempt(() -> OtpKey.of(of.purpose(), mail.address()));
        ear.attempt(() -> Recipient.email(mail.address() + "@"));
        ear.attempt(() -> Recipient.sms(phone.address() + "x"));
        ear.attempt(() -> of.boundTo("x", phone.address() + "\n"));
        ear.attempt(() -> of.boundTo(mail.address(), "x"));
        ear.attempt(() -> asked.clientIp(mail.address()));
        ear.attempt(() -> otp.request(OtpKey.of("login", "x"), mail.decoy()));
        ear.attempt(() -> otp.request(OtpKey.of("undeclared", mail), mail));
    }

    @Test
    void whatAProgramMayLogReadsLikeThis() {
        OtpKey key = OtpKey.of("login", "user-42");
        Recipient ada = Recipient.email("ada@example.com");
        OtpRequest request = OtpRequest.of(key, ada)
                .orElse(Recipient.sms("+14155550100"))
                .clientIp("192.0.2.1")
                .variable("name", "Ada");
        List<OtpEvent> events = new ArrayList<>();
        OtpService logged =
                backend.service(channel).purpose("login").listener(events::add).build();

        assertThat(request).hasToString("OtpRequest[OtpKey[login] to [email a***@e***.com, sms +1******00]]");
        assertThat(logged.request(request)).hasToString("RequestResult[SENT]");
        assertThat(logged.request(request)).hasToString("RequestResult[LIMITED by RECIPIENT]");
        assertThat(logged.verify(key, "000")).hasToString("VerifyResult[MALFORMED]");
        assertThat(events)
                .extracting(OtpEvent::toString)
                .startsWith("OtpEvent[STARTED]", "OtpEvent[REQUESTED login]")
                .endsWith("OtpEvent[VERIFIED login]");
        assertThat(ClientNetwork.of("192.0.2.1")).hasToString("ClientNetwork[]");
    }

    @Test
    void whatATemplateThrowsReachesTheCallerAndNoLog() {
        templateThrows = true;
        assertThatThrownBy(() -> otp.request(OtpKey.of("login", "user-42"), Recipient.email("ada@example.com")))
                .hasMessage("the template failed");
        assertThat(ear.log.list).isEmpty();
    }
}
