package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.Delivery;
import dev.otpkit.delivery.DeliveryReport;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Fault;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a provider says later is told once, over all nodes; said again, or unsaid, it changes nothing (T28). */
class ReportTest {
    private static final OtpKey KEY = OtpKey.of("login", "user-42");
    private static final Recipient ADA = Recipient.sms("+14155550100");
    private static final String SID = "SM" + "0a1b2c3d".repeat(4);
    private static final DeliveryReport DELIVERED = DeliveryReport.delivered(Recipient.SMS, SID);
    private static final DeliveryReport FAILED =
            DeliveryReport.undelivered(Recipient.SMS, SID, Fault.RECIPIENT, "unreachable handset 30003");

    private final TestBackend backend = new TestBackend();
    private final TestChannel channel = new TestChannel();
    private final OtpMetrics metrics = new OtpMetrics();
    private final List<OtpEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<OtpService> services = new ArrayList<>();

    ReportTest() {
        channel.answer = message -> DeliveryResult.sent(SID);
    }

    /** A node of the same fleet, with a JVM's own courier; all of them share listeners, to count what any is told. */
    private OtpService node() {
        return built(backend.service(channel));
    }

    private OtpService built(OtpService.Builder builder) {
        OtpService otp =
                builder.purpose("login").listener(events::add).listener(metrics).build();
        services.add(otp);
        return otp;
    }

    @AfterEach
    void close() {
        services.forEach(OtpService::close);
    }

    private List<OtpEvent> told() {
        return events.stream()
                .filter(event -> event.kind() == OtpEvent.Kind.REPORTED)
                .toList();
    }

    @Test
    void aReportIsNewsOnceAndIsJoinedToldAndCounted() {
        OtpService otp = node();
        Delivery sent = otp.request(KEY, ADA).delivery().orElseThrow();

        assertThat(otp.report(FAILED)).isTrue();

        assertThat(sent.report()).contains(FAILED);
        assertThat(told()).singleElement().satisfies(event -> {
            assertThat(event.purpose()).isEmpty();
            assertThat(event.subject()).isEmpty();
            assertThat(event.details())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "outcome", "UNDELIVERED",
                            "recipient_kind", "sms",
                            "fault", "RECIPIENT",
                            "reason", "unreachable handset 30003",
                            "storage_type", "test"));
        });
        assertThat(metrics.snapshot())
                .containsEntry("sms_messages_undelivered", 1L)
                .containsEntry("sms_messages_sent", 1L)
                .doesNotContainKeys("sms_messages_delivered", "sms_messages_failed", "reported");
    }

    @Test
    void whatArrivedIsToldWithoutAFault() {
        OtpService otp = node();
        assertThat(otp.report(DeliveryReport.delivered(Recipient.EMAIL, SID))).isTrue();
        assertThat(told())
                .singleElement()
                .satisfies(event -> assertThat(event.details())
                        .containsExactlyInAnyOrderEntriesOf(
                                Map.of("outcome", "DELIVERED", "recipient_kind", "email", "storage_type", "test")));
        assertThat(metrics.snapshot()).containsEntry("emails_delivered", 1L);
    }

    @Test
    void failedAfterDeliveredChangesNothing() {
        OtpService otp = node();
        Delivery sent = otp.request(KEY, ADA).delivery().orElseThrow();
        assertThat(otp.report(DELIVERED)).isTrue();
        Map<String, Object> before = metrics.snapshot();

        assertThat(otp.report(FAILED)).isFalse();
        backend.advance(Duration.ofHours(71));
        assertThat(otp.report(DELIVERED)).as("a late replay").isFalse();

        assertThat(sent.report()).contains(DELIVERED);
        assertThat(told()).hasSize(1);
        assertThat(metrics.snapshot()).isEqualTo(before);
    }

    @Test
    void aReportThatOneNodeHeardIsNewsToNoOtherAndSurvivesARestart() {
        OtpService one = node();
        OtpService two = node();
        Delivery sent = one.request(KEY, ADA).delivery().orElseThrow();

        assertThat(two.report(DELIVERED)).as("another node's message").isTrue();
        assertThat(one.report(FAILED)).isFalse();
        one.close();
        assertThat(node().report(FAILED)).as("after a restart").isFalse();

        assertThat(sent.report()).as("it was refused where the handle is").isEmpty();
        assertThat(told()).hasSize(1);
        assertThat(metrics.snapshot()).containsEntry("sms_messages_delivered", 1L);
    }

    @Test
    void ofServicesThatShareACourierAndABackendTheFirstThatIsToldTells() {
        try (Courier courier = channel.courier()) {
            OtpService acme = built(OtpService.builder()
                    .backend(backend)
                    .secrets(TestBackend.secrets(1))
                    .courier(courier)
                    .namespace("acme"));
            OtpService other = built(OtpService.builder()
                    .backend(backend)
                    .secrets(TestBackend.secrets(1))
                    .courier(courier)
                    .namespace("other"));
            Delivery sent = acme.request(KEY, ADA).delivery().orElseThrow();
            assertThat(other.report(DELIVERED)).isTrue();
            assertThat(acme.report(DELIVERED)).isFalse();
            assertThat(sent.report()).contains(DELIVERED);
            assertThat(told()).hasSize(1);
        }
    }

    @Test
    void twoHundredThreadsOnTwoNodesSayItAtOnceAndItIsToldOnce() {
        OtpService one = node();
        OtpService two = node();
        try (Race race = new Race(200)) {
            for (int round = 0; round < 20; round++) {
                String sid = "CA" + round;
                List<Boolean> news = race.run(thread -> (thread % 2 == 0 ? one : two)
                        .report(
                                thread % 3 == 0
                                        ? DeliveryReport.delivered(Recipient.VOICE, sid)
                                        : DeliveryReport.undelivered(Recipient.VOICE, sid, Fault.RECIPIENT, "busy")));
                assertThat(news).filteredOn(told -> told).hasSize(1);
                assertThat(told()).hasSize(round + 1);
            }
        }
    }

    @Test
    void aReportThatTheStoreCannotCountChangesNothingAndIsNewsTheNextTime() {
        OtpService otp = node();
        Delivery sent = otp.request(KEY, ADA).delivery().orElseThrow();
        backend.counts.before = ReportTest::lost;
        assertThatThrownBy(() -> otp.report(FAILED)).isInstanceOf(StoreException.class);
        assertThat(sent.report()).isEmpty();
        assertThat(told()).isEmpty();
        backend.counts.before = () -> {};
        assertThat(otp.report(FAILED)).isTrue();
        assertThat(sent.report()).contains(FAILED);
    }

    @Test
    void aReportThatWasCountedWhenTheAnswerWasLostIsForgottenSoThatItMayBeSaidAgain() {
        OtpService otp = node();
        backend.counts.after = () -> {
            backend.counts.after = () -> {};
            lost();
        };
        assertThatThrownBy(() -> otp.report(FAILED)).isInstanceOf(StoreException.class);
        assertThat(told()).isEmpty();
        assertThat(otp.report(FAILED)).isTrue();
        assertThat(told()).hasSize(1);
    }

    private static void lost() {
        throw new StoreException(StoreException.Kind.TIMEOUT);
    }

    @Test
    void aReportSpendsNobodysPermit() {
        OtpService otp = node();
        for (int i = 0; i < 100; i++) {
            assertThat(otp.report(DeliveryReport.delivered(Recipient.SMS, "SM" + i)))
                    .isTrue();
        }
        assertThat(otp.request(KEY, ADA).sent()).isTrue();
    }

    /** However many nodes there are: once is nothing that they could have parts of. */
    @Test
    void whileTheStoreIsLostANodeHearsAReportOnce() {
        Node node = new Node(backend, 4);
        node.lost = Optional.of(StoreException.Kind.UNREACHABLE);
        assertThat(node.otp.report(DELIVERED)).isTrue();
        assertThat(node.otp.report(FAILED)).isFalse();
        node.local.advance(Duration.ofDays(3));
        assertThat(node.otp.report(FAILED)).as("no longer than elsewhere").isTrue();
    }

    @Test
    void aClosedServiceHearsNothing() {
        OtpService otp = node();
        otp.close();
        assertThatThrownBy(() -> otp.report(DELIVERED)).hasMessage("the service is closed");
        assertThat(node().report(DELIVERED)).isTrue();
    }

    /** T22: the provider's name for a message is not ours to print, and stands in no row in clear. */
    @Test
    void noLogEventOrRowHoldsTheReference() {
        try (Eavesdropper ear = new Eavesdropper()) {
            OtpService otp = node();
            for (int i = 0; i < 100; i++) {
                String sid = ear.canary("SM-canary-" + i);
                backend.counts.before = i % 5 == 1 ? ReportTest::lost : () -> {};
                channel.answer = message -> DeliveryResult.sent(sid);
                DeliveryReport report = i % 2 == 0
                        ? DeliveryReport.delivered(Recipient.SMS, sid)
                        : DeliveryReport.undelivered(Recipient.SMS, sid, Fault.PROVIDER, "filtered");
                OtpKey key = OtpKey.of("login", "user-" + i);
                Recipient to = Recipient.sms(ear.canary("+1415777" + (1_000 + i)));
                ear.attempt(() -> otp.request(key, to).delivery());
                ear.attempt(() -> otp.report(report));
                ear.attempt(() -> otp.courier().report(report));
                ear.hear(report, events, metrics.snapshot(), backend.seenIds);
                ear.findNothing();
            }
            assertThat(told()).hasSize(80);
        }
    }
}
