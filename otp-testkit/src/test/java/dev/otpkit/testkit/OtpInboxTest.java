package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OtpInboxTest implements DeliveryChannelContract {
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final Recipient BOB = Recipient.email("bob@example.com");
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final OtpInbox inbox = new OtpInbox();
    private final List<Recipient> recipients = new CopyOnWriteArrayList<>();

    @Override
    public DeliveryChannel channel() {
        return inbox;
    }

    @Override
    public synchronized Recipient recipient() {
        recipients.add(Recipient.email("user" + recipients.size() + "@example.com"));
        return recipients.get(recipients.size() - 1);
    }

    @Override
    public List<String> taken() {
        return recipients.stream()
                .flatMap(recipient -> inbox.messages(recipient).stream())
                .map(Message::text)
                .toList();
    }

    @Override
    public int handed() {
        return taken().size();
    }

    @Override
    public List<ProviderTrouble> troubles() {
        return List.of();
    }

    private void deliver(Recipient recipient, String code) {
        inbox.deliver(Message.to(recipient)
                .text("Your code is " + code)
                .code(code, Duration.ofMinutes(5))
                .build());
    }

    @Test
    void codesAreHandedOutInTheirOrderAndOnceEach() {
        deliver(ADA, "111111");
        deliver(BOB, "222222");
        deliver(ADA, "333333");
        assertThat(inbox.awaitCode(ADA)).isEqualTo("111111");
        assertThat(inbox.awaitCode(ADA)).isEqualTo("333333");
        assertThat(inbox.awaitCode(BOB)).isEqualTo("222222");
        assertThat(inbox.messages(ADA)).hasSize(2);
        assertThatThrownBy(() -> inbox.awaitCode(ADA, AT_ONCE)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aCodeThatComesLaterIsAwaited() throws Exception {
        CompletableFuture<String> code = CompletableFuture.supplyAsync(() -> inbox.awaitCode(ADA));
        deliver(BOB, "222222");
        inbox.deliver(Message.to(ADA).text("No code in here.").build());
        assertThat(code).isNotDone();
        deliver(ADA, "111111");
        assertThat(code.get(5, TimeUnit.SECONDS)).isEqualTo("111111");
    }

    @Test
    void whenNothingCameTheErrorSaysWhatDidWithoutCodesAndAddresses() {
        deliver(BOB, "222222");
        inbox.deliver(Message.to(ADA).text("No code in here.").build());
        assertThatThrownBy(() -> inbox.awaitCode(ADA, AT_ONCE))
                .isInstanceOf(AssertionError.class)
                .hasMessage("no code for a***@e***.com within 1 ms: 1 earlier messages to this recipient, 1 to others");
        assertThat(inbox.toString()).isEqualTo("OtpInbox[2 messages]");
    }

    @Test
    void aClearedInboxIsEmpty() {
        deliver(ADA, "111111");
        inbox.clear();
        assertThat(inbox.messages(ADA)).isEmpty();
        assertThatThrownBy(() -> inbox.awaitCode(ADA, AT_ONCE)).isInstanceOf(AssertionError.class);
    }

    @Test
    void whoIsInterruptedWhileWaitingKeepsHisFlag() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> inbox.awaitCode(ADA)).hasMessage("interrupted while waiting for a code");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void itIsForDevelopmentOnly() {
        assertThat(inbox.developmentOnly()).isTrue();
    }
}
