package dev.otpkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person has agreed, and Google's token endpoint gives no token all the same. */
@Timeout(60)
class GmailConsentTokenTest {
    private final FakeGoogle google;
    private final ConsentTerminal terminal;

    GmailConsentTokenTest() throws IOException {
        this.google = new FakeGoogle();
        this.terminal = new ConsentTerminal(google);
    }

    /** Whatever it was: one sentence, no trace, nothing where the settings would be. */
    @AfterEach
    void close() {
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).doesNotContain("Exception:", "\tat ", "allowed now");
        terminal.close();
    }

    @Test
    void aWrongSecretIsToldAsOne() {
        Map<String, String> wrong = Map.of("EMAIL_CLIENT_ID", FakeGoogle.ID, "EMAIL_CLIENT_SECRET", "GOCSPX-another");
        assertThat(terminal.run(wrong, ConsentTerminal.PATIENCE, ConsentTerminal.DEADLINE, terminal::get))
                .isEqualTo(1);
        assertThat(terminal.err())
                .contains("invalid_client: EMAIL_CLIENT_ID or EMAIL_CLIENT_SECRET is wrong", "\"Desktop app\"")
                .doesNotContain("GOCSPX-another");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    invalid_grant         | Google says invalid_grant: the code was used already or is too old. Run this again.
                    redirect_uri_mismatch | Google says redirect_uri_mismatch: the client is not of type "Desktop app".
                    temporarily_new       | Google says temporarily_new.
                    """)
    void aRefusalIsToldByItsNameAndWhatItMeans(String error, String told) {
        google.says(400, FakeGoogle.refusal(error));
        refused(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Code 4/0AbCdEfTheCode", "\\u001b[31mred", "a\\nEMAIL_CLIENT_ID=b", "Aaa", ""})
    void aNameThatIsNoneOfOAuthsIsNotRepeated(String error) {
        google.says(400, FakeGoogle.refusal(error));
        refused("Google answered 400 to the code");
        assertThat(terminal.err()).doesNotContain("\u001b", "EMAIL_CLIENT_ID=", "Aaa");
    }

    @Test
    void anAnswerWithoutARefreshTokenIsToldAsOne() {
        google.says(200, FakeGoogle.GIVEN.replace("refresh_token", "id_token"));
        refused("Google's answer has no refresh token.");
    }

    /** It would be a second setting in somebody's file. */
    @Test
    void aRefreshTokenThatIsMoreThanALineIsNone() {
        google.says(200, FakeGoogle.GIVEN.replace(FakeGoogle.REFRESH, "1//0g\\nSMTP_HOST=mail.example.net"));
        refused("Google's answer has no refresh token.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "openid", FakeGoogle.SCOPE + ".more", "openid " + FakeGoogle.SCOPE + "er"})
    void aBoxThatWasNotTickedIsToldAsOne(String scope) {
        google.says(200, FakeGoogle.GIVEN.replace(FakeGoogle.SCOPE, scope));
        refused("Sending mail was not allowed: its box was not ticked.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"text\"", "<html>down</html>", "{\"refresh_token\":{}}", "{\"scope\""})
    void whatIsNoAnswerIsNotRead(String body) {
        google.says(200, body);
        refused("Google answered 200 to the code, and nothing that can be read.");
    }

    @Test
    void anAnswerThatIsTooLongIsNotRead() {
        google.says(200, FakeGoogle.GIVEN.replace("{", "{" + " ".repeat(1 << 20)));
        refused("Google answered 200 to the code, and nothing that can be read.");
    }

    @Test
    void aStatusThatIsNotSuccessGivesNoToken() {
        google.says(503, FakeGoogle.GIVEN);
        refused("Google answered 503 to the code, and nothing that can be read.");
    }

    @Test
    void theSecretIsTakenNowhereElse() {
        google.moved();
        refused("Google answered 307 to the code, and nothing that can be read.");
        assertThat(google.exchanged).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                   | Google gave no token: no answer in time. Run this again.
                    {"refresh_token": "  | Google answered 200 to the code, and nothing that can be read.
                    """)
    void anEndpointThatHangsIsNotWaitedFor(String begin, String told) {
        google.hangsAfter(begin);
        assertThat(terminal.run(
                        ConsentTerminal.CLIENT, ConsentTerminal.PATIENCE, Duration.ofMillis(200), terminal::get))
                .isEqualTo(1);
        assertThat(terminal.err()).contains(told);
    }

    @Test
    void anEndpointThatIsNotThereIsToldAsOne() {
        assertThat(terminal.run(page -> {
                    terminal.get(page);
                    google.close();
                }))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("Google gave no token: no connection.");
    }

    private void refused(String told) {
        assertThat(terminal.run()).isEqualTo(1);
        assertThat(terminal.err()).contains(told);
    }
}
