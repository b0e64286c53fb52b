package dev.otpkit.delivery.gmail;

import com.google.auth.oauth2.GoogleCredentials;

/**
 * Somebody's word that mail may be sent.
 *
 * @param credentials what access tokens are asked for by
 * @param gone a few words for a result: why no token is given any more
 * @param atLength the same for a log
 */
record Grant(GoogleCredentials credentials, String gone, String atLength) {

    static Grant ofAPerson(GoogleCredentials credentials) {
        return new Grant(
                credentials,
                "grant gone - revoked or idle or new password or 7 days testing",
                "the refresh token is good no longer. Its owner has revoked it, or changed the account's password; or it was"
                        + " not used for six months; or a newer one has pushed it out; or the consent screen is in testing,"
                        + " where a token lives for seven days. Ask for the consent once more");
    }

    static Grant ofADomain(GoogleCredentials credentials) {
        return new Grant(
                credentials,
                "grant refused - no such user or key deleted or wrong clock",
                "the service account gets no token. Its key was deleted, or there is no such user in the domain, or this"
                        + " machine's clock is wrong");
    }

    static Grant ofOnesOwn(GoogleCredentials credentials) {
        return new Grant(
                credentials,
                "grant refused",
                "the credentials get no token any more. They were revoked or have run out");
    }

    @Override
    public String toString() {
        return "Grant[redacted]";
    }
}
