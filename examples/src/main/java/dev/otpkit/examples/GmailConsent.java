package dev.otpkit.examples;

import dev.otpkit.delivery.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gets the refresh token with which an application sends mail as a Gmail account: a person agrees on Google's page, and the
 * answer comes back to this machine. No other site is in between.
 *
 * <p>The three settings go to standard output, and all that is said about them to standard error.
 */
public final class GmailConsent {
    private static final String ID = "EMAIL_CLIENT_ID";
    private static final String SECRET = "EMAIL_CLIENT_SECRET";
    private static final String SCOPE = "https://www.googleapis.com/auth/gmail.send";

    /** Where to ask a person and where to get the token, and how long to wait for each. */
    record Endpoints(URI consent, Duration patience, URI token, Duration deadline) {
        static final Endpoints GOOGLE = new Endpoints(
                URI.create("https://accounts.google.com/o/oauth2/v2/auth"),
                Duration.ofMinutes(5),
                URI.create("https://oauth2.googleapis.com/token"),
                Duration.ofSeconds(20));
    }

    private final Endpoints endpoints;
    private final Consumer<URI> browser;
    private final PrintStream out;
    private final PrintStream err;

    GmailConsent(Endpoints endpoints, Consumer<URI> browser, PrintStream out, PrintStream err) {
        this.endpoints = endpoints;
        this.browser = browser;
        this.out = out;
        this.err = err;
    }

    /** Asks for consent to what the environment's client wants, and ends with 1 where there is no token. */
    public static void main(String[] args) {
        System.exit(new GmailConsent(Endpoints.GOOGLE, DesktopBrowser::open, System.out, System.err)
                .run(Settings.environment()));
    }

    int run(Settings settings) {
        try {
            requireClient(settings);
            String id = settings.required(ID);
            String secret = settings.required(SECRET);
            String token = consent(id, secret);
            err.println("\nThat is allowed now. The settings are:\n");
            out.println(ID + "=" + id);
            out.println(SECRET + "=" + secret);
            out.println("EMAIL_REFRESH_TOKEN=" + token);
            err.println("""

                    They belong in your vault or in your application's environment, never in a repository. With FROM_EMAIL, the
                    account's address, beside them GmailChannel.of(Settings.environment()) reads them.

                    While the consent screen's publishing status is "Testing" and its users are external, the token dies after
                    7 days: publish it ("In production"), or make it internal. It dies too when access is revoked, when the
                    account's password is changed, and after six months without use.""");
            return 0;
        } catch (NoConsent e) {
            err.println(e.getMessage());
        } catch (IOException e) {
            err.println("No port of 127.0.0.1 could be opened for the answer.");
        }
        return 1;
    }

    private static void requireClient(Settings settings) throws NoConsent {
        try {
            settings.require(ID, SECRET);
        } catch (IllegalArgumentException e) {
            throw new NoConsent(e.getMessage() + """
                    .
                    Both belong to an OAuth client. In the Google Cloud console enable the Gmail API for a project, set up its
                    consent screen, and create a client of type "Desktop app".""");
        }
    }

    private String consent(String id, String secret) throws NoConsent, IOException {
        String state = Pkce.unguessable();
        String verifier = Pkce.unguessable();
        String challenge = Pkce.challenge(verifier);
        try (ConsentDoor door = new ConsentDoor(state)) {
            String redirect = door.uri().toString();
            // Offline access is a refresh token, and the prompt gets another one each time.
            ask(Map.of(
                    "response_type", "code",
                    "client_id", id,
                    "redirect_uri", redirect,
                    "scope", SCOPE,
                    "access_type", "offline",
                    "prompt", "consent",
                    "state", state,
                    "code_challenge", challenge,
                    "code_challenge_method", "S256"));
            String code = door.code(endpoints.patience());
            return new TokenEndpoint(endpoints.token(), endpoints.deadline())
                    .refreshToken(
                            Map.of(
                                    "grant_type", "authorization_code",
                                    "code", code,
                                    "client_id", id,
                                    "client_secret", secret,
                                    "redirect_uri", redirect,
                                    "code_verifier", verifier),
                            SCOPE);
        }
    }

    private void ask(Map<String, String> parameters) {
        URI page = URI.create(endpoints.consent() + "?" + WebForm.of(parameters));
        err.println("""
                Open this page in a browser on this machine, sign in as the account that mail shall come from, and allow the
                app to send it. It asks for nothing else. Google warns of apps that it has not verified; "Advanced" leads on.

                %s

                Waiting for the answer, up to %d minutes.""".formatted(page, endpoints.patience().toMinutes()));
        browser.accept(page);
    }
}
