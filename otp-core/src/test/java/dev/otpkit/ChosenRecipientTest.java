package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.VerifyResult.Outcome;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Recipient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** T8: a recipient that the attacker chooses. */
class ChosenRecipientTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient MINE = Recipient.email("mine@example.com");
    private static final Recipient VICTIM = Recipient.email("victim@example.com");
    private static final Recipient PHONE = Recipient.sms("+14155550100");

    private final List<Map<String, String>> told = new ArrayList<>();
    private final TestChannel channel = new TestChannel();
    private final OtpService otp = new TestBackend()
            .service(channel)
            .purpose("login")
            .listener(event -> told.add(event.details()))
            .build();

    @Test
    void twoRecipientsUnderOneKeyGetTwoCodesAndTheFirstIsDead() {
        otp.request(KEY, MINE);
        String mine = channel.code();
        otp.request(KEY, VICTIM);
        String victims = channel.code();

        assertThat(victims).isNotEqualTo(mine);
        assertThat(otp.verify(KEY, mine).outcome()).isEqualTo(Outcome.REJECTED);
        VerifyResult accepted = otp.verify(KEY, victims);
        assertThat(accepted.accepted()).isTrue();
        assertThat(accepted.sentTo(VICTIM)).isTrue();
        assertThat(accepted.sentTo(MINE)).isFalse();
    }

    @Test
    void anotherSpellingOfTheRecipientIsTheRecipientAndAnotherKindIsNot() {
        otp.request(KEY, PHONE);
        VerifyResult accepted = otp.verify(KEY, channel.code());

        assertThat(accepted.sentTo(Recipient.sms("0014155550100"))).isTrue();
        assertThat(accepted.sentTo(Recipient.whatsapp("+14155550100"))).isFalse();
        assertThat(accepted.sentTo(PHONE.decoy())).isFalse();
    }

    @Test
    void aCodeOfARequestWithOrElseProvesNoneOfItsRecipients() {
        otp.request(OtpRequest.of(KEY, PHONE).orElse(MINE).orElse(VICTIM));
        VerifyResult accepted = otp.verify(KEY, channel.code());

        assertThat(accepted.accepted()).isTrue();
        assertThat(List.of(PHONE, MINE, VICTIM)).noneMatch(accepted::sentTo);
    }

    @Test
    void askingAgainForOneOfThemDoesNotMakeTheCodeHisAlone() {
        otp.request(OtpRequest.of(KEY, PHONE).orElse(MINE));
        String code = channel.code();
        otp.request(KEY, MINE);
        assertThat(channel.code()).as("sent again").isEqualTo(code);

        assertThat(otp.verify(KEY, code).sentTo(MINE)).isFalse();
    }

    @Test
    void aRefusedGuessProvesNothing() {
        otp.request(KEY, MINE);
        VerifyResult rejected = otp.verify(KEY, Wrong.code(channel.code(), 1));
        assertThat(rejected.sentTo(MINE)).isFalse();
        assertThat(otp.verify(KEY, channel.code()).sentTo(MINE)).isTrue();
        assertThat(otp.verify(KEY, channel.code()).sentTo(MINE)).as("used").isFalse();
        assertThat(otp.verify(KEY, "no code").sentTo(MINE)).as("malformed").isFalse();
        VerifyResult locked = otp.verify(KEY, channel.code());
        while (locked.outcome() != Outcome.LOCKED) {
            locked = otp.verify(KEY, channel.code());
        }
        assertThat(locked.sentTo(MINE)).as("locked").isFalse();
    }

    @Test
    void theMaskedRecipientOfTheCodeIsInTheStatusAndInTheEvents() {
        channel.answer = message ->
                message.recipient().equals(PHONE) ? DeliveryResult.permanent("unreachable") : DeliveryResult.sent();
        otp.request(OtpRequest.of(KEY, PHONE).orElse(MINE));

        assertThat(otp.status(KEY).sentTo()).contains("+1******00, m***@e***.com");
        assertThat(told.get(told.size() - 1)).containsEntry("sent_to", "m***@e***.com");
        otp.verify(KEY, channel.code());
        assertThat(told.get(told.size() - 1)).containsEntry("sent_to", "+1******00, m***@e***.com");
    }
}
