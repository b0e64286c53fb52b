package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.Recipient;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an outage leaves alone, and what is carried over from one store to the other. */
class StoreBackTest {
    private static final Optional<StoreException.Kind> DOWN = Optional.of(StoreException.Kind.TIMEOUT);
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final TestBackend shared = new TestBackend();
    private final Node node = new Node(shared, 1, Node::unlimited);
    private final Node other = new Node(shared, 1, Node::unlimited);

    @Test
    void aCodeOfTheSharedStoreIsNeitherTakenNorBurntDuringTheOutage() {
        String code = request(KEY);
        lose();
        for (int i = 0; i < 5; i++) {
            assertThat(verify(KEY, code)).isEqualTo(VerifyResult.Outcome.ABSENT);
        }
        assertThat(node.otp.status(KEY).state()).isEqualTo(OtpStatus.State.NONE);
        node.recover();
        assertThat(verify(KEY, code)).isEqualTo(VerifyResult.Outcome.ACCEPTED);
    }

    @Test
    void aCodeThatWasUsedIsAcceptedInNoStoreAgain() {
        String code = request(KEY);
        assertThat(verify(KEY, code)).isEqualTo(VerifyResult.Outcome.ACCEPTED);
        lose();
        assertThat(verify(KEY, code)).isEqualTo(VerifyResult.Outcome.ABSENT);
        String local = request(KEY);
        assertThat(verify(KEY, code)).isNotEqualTo(VerifyResult.Outcome.ACCEPTED);
        assertThat(verify(KEY, local)).isEqualTo(VerifyResult.Outcome.ACCEPTED);
        node.recover();
        assertThat(verify(KEY, code)).isNotEqualTo(VerifyResult.Outcome.ACCEPTED);
        assertThat(verify(KEY, local)).isNotEqualTo(VerifyResult.Outcome.ACCEPTED);
        lose();
        assertThat(verify(KEY, local)).isEqualTo(VerifyResult.Outcome.ABSENT);
    }

    /** Whoever had the first code must not get in when the store is lost once more. */
    @Test
    void aCodeOfAnOutageThatWasReplacedIsNotAliveInTheNext() {
        lose();
        String first = request(KEY);
        node.recover();
        request(KEY);
        lose();
        assertThat(verify(KEY, first)).isEqualTo(VerifyResult.Outcome.ABSENT);
    }

    @Test
    void aRightCodeWhoseAnswerWasLostIsAcceptedNeverAgain() {
        String code = request(KEY);
        node.deaf = DOWN;
        assertThatThrownBy(() -> verify(KEY, code)).isInstanceOf(StoreException.class);
        assertThat(verify(KEY, code)).isEqualTo(VerifyResult.Outcome.ABSENT);
        node.recover();
        assertThat(verify(KEY, code)).isEqualTo(VerifyResult.Outcome.USED);
    }

    @Test
    void theOlderCodeIsErasedBeforeItsSubjectIsServedAgain() {
        String older = request(KEY);
        lose();
        request(KEY);
        node.recover();
        assertThat(verify(KEY, older)).isEqualTo(VerifyResult.Outcome.ABSENT);
        assertThat(verify(other, KEY, older)).isEqualTo(VerifyResult.Outcome.ABSENT);
    }

    @Test
    void theFailuresOfTheOutageCountInTheSharedStore() {
        lose();
        fail(KEY, 3);
        node.recover();
        int more = 0;
        String code = request(KEY);
        while (code.length() == 6) {
            for (int i = 1; i <= 3 && verify(KEY, Wrong.code(code, i)) == VerifyResult.Outcome.REJECTED; i++) {
                more++;
            }
            code = request(KEY);
        }
        assertThat(more).as("of ten").isEqualTo(7);
    }

    @Test
    void failuresThatTheSharedStoreCannotTakeAreNotForgotten() {
        lose();
        fail(KEY, 3);
        node.recover();
        node.codes.before = () -> {
            throw new StoreException(StoreException.Kind.BROKEN);
        };
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> request(KEY)).isInstanceOf(StoreException.class);
            node.advance(Duration.ofMinutes(1));
        }
        node.codes.before = () -> {};
        request(KEY);
        assertThat(node.otp.status(KEY).storage()).isEqualTo("redis");
        fail(KEY, 3);
        fail(KEY, 3);
        assertThat(verify(KEY, Wrong.code(request(KEY), 1))).isEqualTo(VerifyResult.Outcome.REJECTED);
        assertThat(request(KEY)).as("three and seven").hasSize(15);
    }

    @Test
    void aSubjectThatNeverComesBackIsToldOfToo() {
        OtpKey gone = OtpKey.of("login", "user-gone");
        String older = request(gone);
        lose();
        request(gone);
        node.recover();
        node.otp.status(KEY);
        assertThat(verify(other, gone, older)).isEqualTo(VerifyResult.Outcome.ABSENT);
    }

    @Test
    void failuresAreToldOnceHoweverOftenTheSubjectIsServed() {
        lose();
        fail(KEY, 3);
        node.recover();
        for (int i = 0; i < 5; i++) {
            node.otp.status(KEY);
        }
        fail(KEY, 3);
        fail(KEY, 3);
        assertThat(request(KEY)).as("nine of ten").hasSize(6);
    }

    @Test
    void wrongGuessesAtALongCodeSpendNoBudgetThereEither() {
        lose();
        fail(KEY, 3);
        fail(KEY, 2); // half of the budget is the share of one node: from here on codes are long
        for (int i = 0; i < 4; i++) {
            String code = request(KEY);
            assertThat(code).hasSize(15);
            for (int guess = 1; guess <= 3; guess++) {
                assertThat(verify(KEY, Wrong.code(code, guess))).isEqualTo(VerifyResult.Outcome.REJECTED);
            }
        }
        node.recover();
        fail(KEY, 3);
        fail(KEY, 1);
        assertThat(request(KEY)).as("nine of ten").hasSize(6);
    }

    @Test
    void theShareOfANodeIsSpentOnceOverSeveralOutages() {
        for (int outage = 0; outage < 5; outage++) {
            lose();
            assertThat(verify(KEY, Wrong.code(request(KEY), 1))).isEqualTo(VerifyResult.Outcome.REJECTED);
            node.recover();
            node.otp.status(KEY);
            node.advance(Duration.ofMinutes(10));
        }
        lose();
        assertThat(request(KEY)).as("five of ten are its share").hasSize(15);
    }

    @Test
    void aReceiptOfTheOutageIsRedeemedOnceDuringItOrAfter() {
        lose();
        Receipt during = receipt(KEY);
        assertThat(node.otp.redeem("login", during)).contains(KEY);
        assertThat(node.otp.redeem("login", during)).isEmpty();
        Receipt after = receipt(KEY);
        node.recover();
        assertThat(node.otp.redeem("login", during)).isEmpty();
        assertThat(node.otp.redeem("login", after)).contains(KEY);
        assertThat(node.otp.redeem("login", after)).isEmpty();
        lose();
        assertThat(node.otp.redeem("login", after)).isEmpty();
    }

    @Test
    void aReceiptOfTheSharedStoreOutlivesTheOutage() {
        Receipt before = receipt(KEY);
        lose();
        assertThat(node.otp.redeem("login", before)).isEmpty();
        request(KEY);
        node.recover();
        assertThat(node.otp.redeem("login", before)).contains(KEY);
        assertThat(node.otp.redeem("login", before)).isEmpty();
    }

    @Test
    void whatIsCancelledDuringTheOutageIsDeadAfterIt() {
        String code = request(KEY);
        OtpKey used = KEY.boundTo("flow", "2");
        Receipt receipt = receipt(used);
        lose();
        node.otp.cancel(KEY);
        node.otp.cancel(used);
        node.recover();
        assertThat(verify(KEY, code)).isEqualTo(VerifyResult.Outcome.ABSENT);
        assertThat(node.otp.redeem("login", receipt)).isEmpty();
    }

    @Test
    void whatIsCancelledAfterTheOutageIsDeadInBothStores() {
        lose();
        Receipt receipt = receipt(KEY);
        String code = request(KEY);
        node.recover();
        node.otp.cancel(KEY);
        assertThat(node.otp.redeem("login", receipt)).isEmpty();
        lose();
        assertThat(verify(KEY, code)).isEqualTo(VerifyResult.Outcome.ABSENT);
    }

    @Test
    void whatIsCancelledOrUnlockedDuringTheOutageIsSoAtOnce() {
        lose();
        fail(KEY, 3);
        fail(KEY, 2); // the share of one node
        String code = request(KEY);
        assertThat(code).hasSize(15);
        node.otp.cancel(KEY);
        assertThat(verify(KEY, code)).isEqualTo(VerifyResult.Outcome.ABSENT);
        node.otp.unlock(KEY);
        assertThat(request(KEY)).hasSize(6);
    }

    @Test
    void whoIsUnlockedDuringTheOutageIsUnlockedAfterItAndWhatCameLaterCounts() {
        fail(KEY, 3);
        fail(KEY, 3);
        fail(KEY, 3);
        lose();
        fail(KEY, 3);
        node.otp.unlock(KEY);
        fail(KEY, 2);
        node.recover();
        fail(KEY, 3);
        fail(KEY, 3);
        assertThat(request(KEY)).as("two and six of ten").hasSize(6);
        fail(KEY, 2);
        assertThat(request(KEY)).hasSize(15);
    }

    @Test
    void unlockingDuringTheOutageKillsNoCodeOfTheSharedStore() {
        String code = request(KEY);
        lose();
        node.otp.unlock(KEY);
        node.recover();
        assertThat(verify(KEY, code)).isEqualTo(VerifyResult.Outcome.ACCEPTED);
    }

    @Test
    void otherSubjectsKeepTheirCodes() {
        OtpKey bob = OtpKey.of("login", "bob");
        String code = request(bob);
        lose();
        fail(KEY, 3);
        node.recover();
        request(KEY);
        assertThat(node.otp.status(bob).state()).isEqualTo(OtpStatus.State.LIVE);
        assertThat(verify(bob, code)).isEqualTo(VerifyResult.Outcome.ACCEPTED);
    }

    private void lose() {
        node.lost = DOWN;
        assertThatThrownBy(() -> node.otp.status(OtpKey.of("login", "nobody"))).isInstanceOf(StoreException.class);
    }

    private String request(OtpKey key) {
        assertThat(node.otp.request(key, ADA).sent()).isTrue();
        return node.channel.code();
    }

    /** So many wrong guesses at one code, which is replaced. */
    private void fail(OtpKey key, int failures) {
        String code = request(key);
        assertThat(code).hasSize(6);
        for (int i = 1; i <= failures; i++) {
            assertThat(verify(key, Wrong.code(code, i))).isEqualTo(VerifyResult.Outcome.REJECTED);
        }
        node.advance(Duration.ofMinutes(3)); // too old to be sent again
        if (node.lost.isPresent()) {
            lose(); // somebody else finds out that it still is
        }
    }

    private Receipt receipt(OtpKey key) {
        String code = request(key);
        return node.otp.verify(key, code).receipt().orElseThrow();
    }

    private VerifyResult.Outcome verify(OtpKey key, String code) {
        return verify(node, key, code);
    }

    private static VerifyResult.Outcome verify(Node at, OtpKey key, String code) {
        return at.otp.verify(key, code).outcome();
    }
}
