package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.Destination;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.limit.Bucket;
import dev.otpkit.limit.Limit;
import dev.otpkit.limit.PumpingGuard;
import dev.otpkit.limit.SendLimits;
import dev.otpkit.store.StoreException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** T17: who earns by the message. */
class PumpingTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Limit MANY = Limit.of(1_000_000, Duration.ofDays(30));

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final List<OtpEvent> told = new CopyOnWriteArrayList<>();
    private final List<OtpService> services = new ArrayList<>();
    private int people;

    @AfterEach
    void close() {
        services.forEach(OtpService::close);
    }

    private OtpService service(SendLimits.Builder limits) {
        return services(limits.recipient(MANY).subject(MANY));
    }

    private OtpService services(SendLimits.Builder limits) {
        channel.destination = recipient -> recipient.kind().equals(Recipient.EMAIL)
                ? Destination.open()
                : Destination.to(
                        recipient.address().substring(0, 3),
                        recipient.address().substring(0, recipient.address().length() - 4));
        OtpService otp = backend.serviceThatTriesOnce(channel)
                .purpose("login")
                .purpose("sign-up", OtpPolicy.builder().concealed().build())
                .limits(limits.build())
                .listener(event -> {
                    if (event.kind() == OtpEvent.Kind.PUMPING) {
                        told.add(event);
                    }
                })
                .build();
        services.add(otp);
        return otp;
    }

    private static SendLimits.Builder limits() {
        return SendLimits.builder();
    }

    /** The nth number of a range of ten thousand. */
    private static Recipient number(String range, int n) {
        return Recipient.sms("+" + range + (10_000 + n + "").substring(1));
    }

    private RequestResult request(OtpService otp, Recipient to) {
        return otp.request(key(to), to);
    }

    private static OtpKey key(Recipient to) {
        return OtpKey.of("login", to);
    }

    /** What follows the answers is done. */
    private static void settle(OtpService otp) {
        CountDownLatch done = new CountDownLatch(1);
        otp.with.afterwards.run(done::countDown);
        try {
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void verify(OtpService otp, Recipient to) {
        assertThat(request(otp, to).sent()).isTrue();
        assertThat(otp.verify(key(to), channel.code()).accepted()).isTrue();
        settle(otp);
    }

    /** So many messages that nobody verifies, old enough to be judged. */
    private int pump(OtpService otp, String range, int messages) {
        int before = channel.messages.size();
        for (int i = 0; i < messages; i++) {
            request(otp, number(range, people++));
            settle(otp);
        }
        backend.advance(Duration.ofMinutes(6));
        request(otp, number(range, people++)); // is judged behind this answer
        settle(otp);
        return channel.messages.size() - before;
    }

    private Optional<String> lastState(String place) {
        return told.stream()
                .filter(event -> event.details().containsValue(place))
                .map(event -> event.details().get("state"))
                .reduce((first, second) -> second);
    }

    @Test
    void tenThousandNumbersInARowGetNoMoreThanTheirRangesBudget() {
        OtpService otp = service(limits().prefix(Limit.of(40, Duration.ofHours(1))));
        for (int i = 0; i < 10_000; i++) {
            RequestResult result = request(otp, number("9945550", i));
            if (!result.sent()) {
                assertThat(result.limitedBy()).contains(Bucket.Kind.PREFIX);
            }
        }
        assertThat(channel.messages).as("three quarters, to strangers").hasSize(30);
        assertThat(request(otp, number("4420794", 18)).sent()).isTrue();
        assertThat(request(otp, number("9945551", 18)).sent()).isTrue();
    }

    @Test
    void strangersLeaveAShareOfACountryToNumbersThatAreKnown() {
        OtpService otp = service(limits().country(Limit.of(40, DAY)));
        Recipient ada = number("9940000", 1);
        verify(otp, ada);
        for (int i = 0; i < 100; i++) {
            request(otp, number("99455" + (10 + i), i));
        }
        assertThat(channel.messages).hasSize(30);
        assertThat(request(otp, ada).sent()).isTrue();
        assertThat(request(otp, number("9940000", 2)).limitedBy()).contains(Bucket.Kind.COUNTRY);
        for (int i = 0; i < 20; i++) {
            request(otp, ada);
        }
        assertThat(channel.messages).as("three a day past strangers").hasSize(33);
    }

    @Test
    void aNumberIsKnownForNinetyDaysFromWhenItLastVerified() {
        OtpService otp = service(limits().country(Limit.of(2, DAY)));
        Recipient ada = number("9940000", 1);
        verify(otp, ada);
        backend.advance(Duration.ofDays(60));
        verify(otp, ada);
        backend.advance(Duration.ofDays(89));
        assertThat(request(otp, number("9940000", 2)).sent()).isTrue();
        assertThat(request(otp, ada).sent()).isTrue();
        backend.advance(Duration.ofDays(11));
        assertThat(request(otp, number("9940000", 3)).sent()).isTrue();
        assertThat(request(otp, ada).limitedBy()).contains(Bucket.Kind.COUNTRY);
    }

    @Test
    void aRangeWhoseCodesNobodyVerifiesIsSlowedAndThenStopped() {
        OtpService otp = service(limits());
        Recipient ada = number("9945550", 9_999);
        verify(otp, ada);
        backend.advance(Duration.ofDays(2));
        pump(otp, "9945550", 10);
        assertThat(lastState("+9945550")).contains("SLOWED");
        int slowed = channel.messages.size();
        for (int minute = 0; minute < 60; minute++) {
            assertThat(request(otp, number("9945550", people++)).limitedBy().orElse(Bucket.Kind.PUMPING))
                    .isEqualTo(Bucket.Kind.PUMPING);
            backend.advance(Duration.ofMinutes(1));
        }
        assertThat(channel.messages.size() - slowed).isBetween(5, 7);
        assertThat(pump(otp, "9945550", 40)).isLessThanOrEqualTo(1);
        for (int hour = 0; hour < 3; hour++) {
            pump(otp, "9945550", 1);
            backend.advance(Duration.ofMinutes(54));
        }
        assertThat(lastState("+9945550")).contains("STOPPED");
        int stopped = channel.messages.size();
        for (int minute = 0; minute < 180; minute++) {
            request(otp, number("9945550", people++));
            backend.advance(Duration.ofMinutes(1));
        }
        assertThat(channel.messages.size() - stopped)
                .as("one an hour, to show that it has healed")
                .isBetween(2, 4);
        request(otp, number("9945550", people++));
        assertThat(request(otp, number("9945550", people++)).limitedBy()).contains(Bucket.Kind.PUMPING);
        assertThat(request(otp, ada).sent()).as("is no stranger").isTrue();
        assertThat(request(otp, number("9945551", 1)).sent())
                .as("the next range")
                .isTrue();
    }

    @Test
    void aStoppedPlaceIsOpenAgainWhenItsMessagesAreOld() {
        OtpService otp = service(limits());
        pump(otp, "9945550", 30);
        assertThat(lastState("+9945550")).contains("STOPPED");
        backend.advance(Duration.ofHours(25));
        request(otp, number("9945550", people++));
        settle(otp);
        assertThat(lastState("+9945550")).contains("OPEN");
        assertThat(request(otp, number("9945550", people++)).sent()).isTrue();
    }

    @Test
    void aPlaceWhoseCodesAreVerifiedStaysOpen() {
        OtpService otp = service(limits());
        for (int i = 0; i < 300; i++) {
            Recipient person = number("4420794", i);
            if (i % 4 == 0) {
                verify(otp, person);
            } else {
                assertThat(request(otp, person).sent()).isTrue();
            }
            backend.advance(Duration.ofMinutes(1));
        }
        assertThat(told).isEmpty();
    }

    /** A campaign, or a page that is linked somewhere: nobody has had the time to type. */
    @Test
    void manyMessagesAtOnceAreNotHeldAgainstAPlaceBeforeSomebodyCouldVerify() {
        OtpService otp = service(limits());
        for (int i = 0; i < 200; i++) {
            assertThat(request(otp, number("4420794", i)).sent()).isTrue();
            settle(otp);
            backend.advance(Duration.ofMillis(1_100));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aCountryIsJudgedOverItsRanges() {
        OtpService otp = service(limits());
        for (int i = 0; i < 60; i++) {
            request(otp, number("994" + (5_000 + i), i));
        }
        settle(otp);
        backend.advance(Duration.ofMinutes(6));
        request(otp, number("9948888", 1));
        settle(otp);
        assertThat(lastState("+99")).contains("SLOWED");
        backend.advance(Duration.ofSeconds(30));
        assertThat(request(otp, number("9948889", 1)).sent()).isTrue();
        assertThat(request(otp, number("9948890", 1)).limitedBy()).contains(Bucket.Kind.PUMPING);
        assertThat(request(otp, number("4420794", 1)).sent()).isTrue();
    }

    /** Or an attack that is spread over a country would stop it for people in ranges that are beyond doubt. */
    @Test
    void aRangeWhosePeopleVerifyIsOpenInACountryThatIsSlowed() {
        OtpService otp = service(limits());
        for (int i = 0; i < 3; i++) {
            verify(otp, number("9940000", i));
        }
        for (int i = 0; i < 70; i++) {
            request(otp, number("994" + (5_000 + i), i));
        }
        settle(otp);
        backend.advance(Duration.ofMinutes(6));
        for (String range : List.of("9940000", "9948887")) { // are judged behind these answers
            request(otp, number(range, 99));
            settle(otp);
        }
        assertThat(lastState("+99")).contains("SLOWED");
        for (int i = 100; i < 110; i++) {
            assertThat(request(otp, number("9940000", i)).sent()).isTrue();
        }
        request(otp, number("9948888", 1));
        assertThat(request(otp, number("9948889", 1)).limitedBy()).contains(Bucket.Kind.PUMPING);
    }

    @Test
    void aGuardThatOnlyReportsTellsAndHoldsNothingUp() {
        OtpService otp = service(limits().prefix(Limit.of(40, DAY))
                .pumping(PumpingGuard.builder().reportOnly().build()));
        assertThat(pump(otp, "9945550", 30)).isEqualTo(31);
        assertThat(lastState("+9945550")).contains("STOPPED");
        assertThat(pump(otp, "9945550", 30)).as("the whole of the limit").isEqualTo(9);
        assertThat(otp.securityReport().unmet()).contains("pumping guard: reportOnly, so it stops nothing");
    }

    @Test
    void withoutLimitsNothingIsWatched() {
        OtpService otp = backend.service(channel)
                .purpose("login")
                .limits(SendLimits.allowUnlimited("a test"))
                .build();
        services.add(otp);
        int steps = backend.counts.steps.get();
        for (int i = 0; i < 100; i++) {
            verify(otp, number("9945550", i));
        }
        assertThat(backend.counts.steps).hasValue(steps);
    }

    /** What only somebody who reads both mailboxes has shown. */
    @Test
    void aCodeThatWentToSeveralProvesNoNumberUnlessAllAreOne() {
        OtpService otp = service(limits().country(Limit.of(4, DAY)));
        Recipient ada = number("9940000", 1);
        Recipient bob = number("9940000", 2);
        for (OtpRequest request : List.of(
                OtpRequest.of(key(ada), ada).orElse(Recipient.email("ada@example.com")),
                OtpRequest.of(key(bob), Recipient.whatsapp(bob.address())).orElse(bob))) {
            assertThat(otp.request(request).sent()).isTrue();
            assertThat(otp.verify(request.key(), channel.code()).accepted()).isTrue();
        }
        settle(otp);
        assertThat(request(otp, number("9940000", 3)).sent()).isTrue();
        assertThat(request(otp, ada).limitedBy()).contains(Bucket.Kind.COUNTRY);
        assertThat(request(otp, bob).sent()).isTrue();
    }

    /** Known accounts are known numbers more often than others: who is served in a stopped country would be told. */
    @Test
    void inAConcealedPurposeEverybodyHasTheStrangersShare() {
        OtpService otp = service(limits().country(Limit.of(2, DAY)));
        Recipient ada = number("9940000", 1);
        verify(otp, ada);
        int sent = channel.messages.size();
        backend.advance(Duration.ofMinutes(1));
        assertThat(otp.request(OtpKey.of("sign-up", ada), ada).sent()).isTrue();
        assertThat(otp.request(OtpKey.of("sign-up", ada), ada.decoy()).sent()).isTrue();
        assertThat(channel.messages).hasSize(sent);
    }

    /** It sends to accounts alone; and decoys cost nothing, so that a country could be stopped with them for nothing. */
    @Test
    void whatAConcealedPurposeSendsIsNotHeldAgainstAPlace() {
        OtpService otp = service(limits());
        for (int i = 0; i < 150; i++) {
            Recipient nobody = number("9945550", i).decoy();
            assertThat(otp.request(OtpKey.of("sign-up", nobody), nobody).sent()).isTrue();
        }
        settle(otp);
        backend.advance(Duration.ofMinutes(6));
        for (int i = 200; i < 210; i++) {
            assertThat(request(otp, number("9945550", i)).sent()).isTrue();
            settle(otp);
        }
        assertThat(told).isEmpty();
    }

    /** Whose own limits refuse keeps others' permits; so one number, asked for again and again, would use them up. */
    @Test
    void oneNumberInAConcealedPurposeUsesUpNobodysLimits() {
        OtpService otp = services(SendLimits.builder()
                .country(Limit.of(100, DAY))
                .pumping(PumpingGuard.builder().reserve(0).build()));
        Recipient victim = number("9945550", 1);
        for (int i = 0; i < 300; i++) {
            otp.request(OtpKey.of("sign-up", "user-" + i), victim);
        }
        assertThat(channel.messages).hasSize(1);
        for (int i = 100; i < 199; i++) {
            assertThat(request(otp, number("9945550", i)).sent()).isTrue();
        }
        assertThat(request(otp, number("9945550", 200)).limitedBy()).contains(Bucket.Kind.COUNTRY);
    }

    /** One typed code must not buy three months of messages. */
    @Test
    void aKnownNumberPassesStrangersThriceADay() {
        OtpService otp = service(limits());
        Recipient ada = number("9945550", 9_999);
        verify(otp, ada);
        pump(otp, "9945550", 30);
        int sent = channel.messages.size();
        for (int i = 0; i < 10; i++) {
            backend.advance(Duration.ofMinutes(1));
            request(otp, ada);
        }
        assertThat(channel.messages.size() - sent).isLessThanOrEqualTo(4);
        assertThat(request(otp, ada).limitedBy()).contains(Bucket.Kind.PUMPING);
    }

    /** Or numbers could be tried one after the other, until one of them is served. */
    @Test
    void whoAsksWhichNumbersAreKnownCountsAgainstHisNetwork() {
        OtpService otp = service(limits().clientIp(Limit.of(20, Duration.ofHours(1))));
        Recipient ada = number("9945550", 9_999);
        verify(otp, ada);
        pump(otp, "9945550", 30);
        for (int i = 0; i < 30; i++) {
            Recipient to = number("9945550", 5_000 + i);
            otp.request(OtpRequest.of(key(to), to).clientIp("192.0.2.1"));
        }
        assertThat(otp.request(OtpRequest.of(key(ada), ada).clientIp("192.0.2.1"))
                        .limitedBy())
                .contains(Bucket.Kind.PUMPING);
        assertThat(otp.request(OtpRequest.of(key(ada), ada).clientIp("192.0.2.2"))
                        .sent())
                .isTrue();
    }

    /** The code came by mail: the range, whose number nothing went to, is not vouched for. */
    @Test
    void aPlaceIsVouchedForByCodesThatLeftForItAlone() {
        OtpService otp = service(limits());
        channel.answer = message -> message.recipient().kind().equals(Recipient.EMAIL)
                ? DeliveryResult.sent()
                : DeliveryResult.permanent("no such number");
        for (int i = 0; i < 20; i++) {
            Recipient to = number("9945550", people++);
            assertThat(otp.request(OtpRequest.of(key(to), to).orElse(Recipient.email("me@example.com")))
                            .sent())
                    .isTrue();
            assertThat(otp.verify(key(to), channel.code()).accepted()).isTrue();
        }
        settle(otp);
        channel.answer = message -> DeliveryResult.sent();
        pump(otp, "9945550", 10);
        assertThat(lastState("+9945550")).contains("SLOWED");
    }

    @Test
    void aFallbackToAPhoneCountsWhereItsMessageLeft() {
        OtpService otp = service(limits());
        channel.answer = message -> message.recipient().kind().equals(Recipient.EMAIL)
                ? DeliveryResult.temporary().blaming(DeliveryResult.Fault.RECIPIENT)
                : DeliveryResult.sent();
        for (int i = 0; i < 40; i++) {
            Recipient to = number("9945550", people++);
            assertThat(otp.request(OtpRequest.of(key(to), Recipient.email("me" + i + "@example.com"))
                                    .orElse(to))
                            .sent())
                    .isTrue();
            assertThat(otp.verify(key(to), channel.code()).accepted()).isTrue();
            settle(otp);
            backend.advance(Duration.ofMinutes(1));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aProvidersBadHourIsNotHeldAgainstAPlace() {
        OtpService otp = service(limits());
        channel.answer = message -> DeliveryResult.unknown();
        pump(otp, "9945550", 30);
        channel.answer = message -> DeliveryResult.sent();
        assertThat(told).isEmpty();
        assertThat(request(otp, number("9945550", people++)).sent()).isTrue();
    }

    /** A channel of one's own that forgets to say where a number is must not be one without a cap. */
    @Test
    void aPhoneWithoutACountryCostsAsTheDearest() {
        OtpService otp =
                service(limits().spending(BigDecimal.TEN, Map.of("+44", BigDecimal.ONE, "+99", new BigDecimal("2")))
                        .pumping(PumpingGuard.builder().reserve(0).build()));
        channel.destination = recipient -> Destination.open();
        for (int i = 0; i < 20; i++) {
            request(otp, number("4420794", i));
        }
        assertThat(channel.messages).hasSize(5);
    }

    @Test
    void aMessageThatCostsNearlyTheCapIsSentToAStranger() {
        OtpService otp = service(limits().spending(BigDecimal.ONE, Map.of("+99", new BigDecimal("0.8"))));
        assertThat(request(otp, number("9945550", 1)).sent()).isTrue();
        assertThat(request(otp, number("9945550", 2)).limitedBy()).contains(Bucket.Kind.SPENDING);
    }

    @Test
    void whatLeavesAfterClosingIsCounted() {
        OtpService otp = service(limits());
        otp.close();
        int[] count = {0};
        otp.with.afterwards.run(() -> count[0]++);
        assertThat(count[0]).isEqualTo(1);
    }

    /** A listener may close the service on an alarm. */
    @Test
    void aServiceThatIsClosedFromItsOwnCountingDoesNotWaitForItself() throws InterruptedException {
        OtpService otp = service(limits());
        CountDownLatch closed = new CountDownLatch(1);
        otp.with.afterwards.run(() -> {
            otp.close();
            closed.countDown();
        });
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatMessagesMayCostIsNeverPassedWhateverIsRaced() {
        Map<String, BigDecimal> prices = Map.of("+44", new BigDecimal("0.04"), "+99", new BigDecimal("0.31"));
        OtpService otp = service(limits().spending(new BigDecimal("10"), prices)
                .pumping(PumpingGuard.builder().reserve(0).build()));
        try (Race race = new Race(50)) {
            for (int round = 0; round < 20; round++) {
                int first = round * 50;
                race.run(i -> request(otp, number(i % 2 == 0 ? "4420794" : "7770000", first + i)));
            }
        }
        double spent = channel.messages.stream()
                .mapToDouble(message -> message.recipient().address().startsWith("+44") ? 0.04 : 0.31)
                .sum();
        assertThat(spent).isBetween(9.96, 10.0);
        assertThat(request(otp, number("9945550", 1)).limitedBy()).contains(Bucket.Kind.SPENDING);
        backend.advance(DAY.plusHours(1));
        assertThat(request(otp, number("9945550", 1)).sent()).isTrue();
    }

    @Test
    void strangersLeaveAShareOfTheSpendingToNumbersThatAreKnown() {
        OtpService otp = service(limits().spending(new BigDecimal("1"), Map.of("+99", new BigDecimal("0.1"))));
        Recipient ada = number("9940000", 1);
        verify(otp, ada);
        for (int i = 0; i < 20; i++) {
            request(otp, number("99455" + (10 + i), i));
        }
        assertThat(channel.messages).hasSize(7);
        for (int i = 0; i < 20; i++) {
            request(otp, ada);
            backend.advance(Duration.ofMinutes(1));
        }
        assertThat(channel.messages).hasSize(10);
        assertThat(otp.request(OtpKey.of("login", "x"), Recipient.email("ada@example.com"))
                        .sent())
                .as("mail costs nothing")
                .isTrue();
    }

    /** Counted behind the answer: neither a limiter that is stuck nor one that is lost is waited for. */
    @Test
    void countingIsNoPartOfTheAnswer() throws InterruptedException {
        OtpService otp = service(limits());
        Recipient ada = number("9940000", 1);
        request(otp, ada);
        settle(otp);
        CountDownLatch stuck = new CountDownLatch(1);
        backend.counts.before = () -> {
            try {
                assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            throw new StoreException(StoreException.Kind.UNREACHABLE);
        };
        int trips = backend.codes.steps.get();
        List<VerifyResult> results = new CopyOnWriteArrayList<>();
        Thread guess = new Thread(() -> results.add(otp.verify(key(ada), channel.code())));
        guess.start();
        guess.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(results).singleElement().matches(VerifyResult::accepted);
        assertThat(backend.codes.steps).hasValue(trips + 1);
        stuck.countDown();
        settle(otp);
        backend.counts.before = () -> {};
        verify(otp, ada);
    }

    @Test
    void aBillWithoutABoundIsInTheReport() {
        String row = "send limits: nothing bounds the bill for phones: SendLimits.spending, country or global";
        assertThat(service(limits()).securityReport().unmet()).contains(row);
        assertThat(service(limits().country(MANY)).securityReport().unmet()).doesNotContain(row);
        channel.destination = recipient -> Destination.open();
        assertThat(backend.service(channel)
                        .purpose("login")
                        .build()
                        .securityReport()
                        .unmet())
                .doesNotContain(row);
    }

    @Test
    void closingCountsWhatWaits() {
        OtpService otp = service(limits().country(Limit.of(2, DAY)));
        Recipient ada = number("9940000", 1);
        request(otp, ada);
        assertThat(otp.verify(key(ada), channel.code()).accepted()).isTrue();
        otp.close();
        OtpService next = service(limits().country(Limit.of(2, DAY)));
        assertThat(request(next, number("9940000", 2)).limitedBy()).contains(Bucket.Kind.COUNTRY);
        assertThat(request(next, ada).sent()).isTrue();
    }

    @Test
    void anotherNodeJudgesByTheSameCounts() {
        OtpService one = service(limits());
        OtpService two = service(limits());
        for (int i = 0; i < 20; i++) {
            request(i % 2 == 0 ? one : two, number("9945550", people++));
        }
        settle(one);
        settle(two);
        backend.advance(Duration.ofMinutes(6));
        for (OtpService node : List.of(one, two)) {
            request(node, number("9945550", people++));
            settle(node);
            request(node, number("9945550", people++));
            assertThat(request(node, number("9945550", people++)).limitedBy()).contains(Bucket.Kind.PUMPING);
        }
    }
}
