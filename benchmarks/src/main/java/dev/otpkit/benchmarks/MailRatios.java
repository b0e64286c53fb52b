package dev.otpkit.benchmarks;

import dev.otpkit.delivery.Courier;
import dev.otpkit.delivery.Delivery;
import dev.otpkit.delivery.DeliveryChannel;
import dev.otpkit.delivery.DeliveryResult;
import dev.otpkit.delivery.DeliveryResult.Outcome;
import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.delivery.smtp.SmtpChannel;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Mail through one server in this process, one sender after the other; the queue over a slow provider; restarts under load. */
final class MailRatios {
    private static final int ROUNDS = 9;
    private static final int MAILS = 300;
    private static final int QUEUED = 10_000;
    private static final int WORKERS = 200;
    private static final Duration SLOW = Duration.ofMillis(100);
    private static final Recipient ADA = Recipient.email("ada@example.com");
    private static final String TEXT = "Your code is 493021. It expires in 5 minutes. Do not share it with anyone.";
    private static final String HTML = "<!DOCTYPE html><html><body><p>" + TEXT.repeat(20) + "</p></body></html>";

    private final AtomicInteger number = new AtomicInteger();
    private final MailServer server;
    private final Session session;

    private MailRatios(MailServer server) throws Exception {
        this.server = server;
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "localhost");
        settings.put("mail.smtp.port", Integer.toString(server.port()));
        settings.put("mail.smtp.starttls.enable", "true");
        settings.put("mail.smtp.starttls.required", "true");
        settings.put("mail.smtp.ssl.socketFactory", server.trust().getSocketFactory());
        settings.put("mail.smtp.timeout", "10000");
        this.session = Session.getInstance(settings);
    }

    static void run() throws Exception {
        Ratios.row("what", "a second", "beside", "aim", "");
        Ratios.row("---", "---", "---", "---", "---");
        try (MailServer server = new MailServer()) {
            new MailRatios(server).sends();
        }
        queue();
        try (MailServer server = new MailServer()) {
            new MailRatios(server).restarts();
        }
    }

    private SmtpChannel channel() throws Exception {
        return SmtpChannel.builder()
                .host("localhost")
                .port(server.port())
                .from("no-reply@example.com")
                .trust(server.trust())
                .connections(8)
                .messagesPerConnection(10_000)
                .build();
    }

    private Message mail() {
        return Message.to(ADA)
                .subject("Your code " + number.incrementAndGet())
                .text(TEXT)
                .html(HTML)
                .build();
    }

    private MimeMessage bareMail() throws Exception {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom("no-reply@example.com");
        mail.setRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(ADA.address()));
        mail.setSubject("Your code " + number.incrementAndGet(), "UTF-8");
        mail.setHeader("Date", "Sat, 21 Nov 2026 12:00:00 +0000");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(TEXT, "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(HTML, "UTF-8", "html");
        mail.setContent(new MimeMultipart("alternative", text, html));
        mail.saveChanges();
        return mail;
    }

    private void sends() throws Exception {
        List<Double> each = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        try (SmtpChannel channel = channel();
                Transport held = session.getTransport("smtp")) {
            held.connect();
            for (int round = -2; round < ROUNDS; round++) {
                System.err.println("sends, round " + round + " of " + ROUNDS);
                double perConnection = perSecond(MAILS / 10, () -> {
                    Transport.send(bareMail());
                    return null;
                });
                double byBare = perSecond(MAILS, () -> {
                    MimeMessage mail = bareMail();
                    held.sendMessage(mail, mail.getAllRecipients());
                    return null;
                });
                double byOurs = perSecond(MAILS, () -> {
                    if (channel.deliver(mail()).outcome() != Outcome.SENT) {
                        throw new IllegalStateException("not sent");
                    }
                    return null;
                });
                if (round >= 0) {
                    each.add(perConnection);
                    bare.add(byBare);
                    ours.add(byOurs);
                }
            }
        }
        double ofEach = ratio(ours, each);
        double ofBare = ratio(ours, bare);
        Ratios.row("bare Angus, a connection for each mail", per(median(each)), "", "", "");
        Ratios.row("bare Angus, one connection held open", per(median(bare)), "", "", "");
        Ratios.row(
                "`SmtpChannel`",
                per(median(ours)),
                times("%.1f times a connection for each", ofEach),
                "≥ 10",
                Ratios.verdict(ofEach >= 10));
        Ratios.row("", "", times("%.2f of the one held open", ofBare), "≥ 0.9", Ratios.verdict(ofBare >= 0.9));
    }

    /** 10,000 messages, ten times, over a provider that takes 100 ms for each. */
    private static void queue() {
        DeliveryChannel slow = new DeliveryChannel() {
            @Override
            public String name() {
                return "slow";
            }

            @Override
            public boolean serves(Recipient recipient) {
                return true;
            }

            @Override
            public DeliveryResult deliver(Message message) {
                LockSupport.parkNanos(SLOW.toNanos());
                return DeliveryResult.sent();
            }
        };
        double ideal = WORKERS / (SLOW.toNanos() / 1e9);
        List<Double> perSecond = new ArrayList<>();
        long[] submits = new long[10 * QUEUED]; // there from the start: it is no heap of the courier's
        List<Long> heap = new ArrayList<>();
        try (Courier courier =
                Courier.builder().channel(slow).workers(WORKERS).queue(QUEUED).build()) {
            for (int batch = 0; batch < 10; batch++) {
                System.err.println("queue, batch " + (batch + 1) + " of 10");
                long begun = System.nanoTime();
                Delivery[] all = new Delivery[QUEUED];
                for (int i = 0; i < QUEUED; i++) {
                    Message message = Message.to(Recipient.email("user" + i + "@example.com"))
                            .text(TEXT)
                            .build();
                    long before = System.nanoTime();
                    all[i] = courier.submit(message);
                    submits[batch * QUEUED + i] = System.nanoTime() - before;
                }
                for (Delivery each : all) {
                    if (each.done().toCompletableFuture().join().outcome() != Outcome.SENT) {
                        throw new IllegalStateException("not sent: " + each);
                    }
                }
                perSecond.add(QUEUED / ((System.nanoTime() - begun) / 1e9));
                Arrays.fill(all, null);
                heap.add(used());
            }
        }
        Arrays.sort(submits);
        double ofIdeal = median(perSecond) / ideal;
        long growth = heap.get(9) - heap.get(2);
        Ratios.row(
                "10,000 queued over a provider that takes 100 ms, 200 workers",
                per(median(perSecond)),
                times("%.2f of the ideal", ofIdeal),
                "≥ 0.9",
                Ratios.verdict(ofIdeal >= 0.9));
        Ratios.row(
                "`submit`, the median and the slowest but a thousandth",
                times("%.1f and ", submits[submits.length / 2] / 1e3)
                        + times("%.0f µs", submits[submits.length / 1000 * 999] / 1e3),
                "",
                "< 1 ms",
                Ratios.verdict(submits[submits.length / 1000 * 999] < 1_000_000));
        Ratios.row(
                "heap after 30,000 and after 100,000 messages",
                times("%.1f and ", heap.get(2) / 1e6) + times("%.1f MB", heap.get(9) / 1e6),
                "",
                "flat: < 1 MB more",
                Ratios.verdict(growth < 1_000_000));
    }

    /** 10,000 messages while the server is restarted twice. */
    private void restarts() throws Exception {
        Map<Outcome, Integer> said = new EnumMap<>(Outcome.class);
        int lost = 0;
        int doubled = 0;
        int lied = 0;
        try (Courier courier = Courier.builder()
                .channel(channel())
                .workers(8)
                .queue(QUEUED)
                .tries(10)
                .breaker(20, Duration.ofMillis(500))
                .deadline(Duration.ofMinutes(1))
                .build()) {
            List<Delivery> all = new ArrayList<>();
            for (int i = 0; i < QUEUED; i++) {
                all.add(courier.submit(mail()));
            }
            for (int restart = 1; restart <= 2; restart++) {
                while (server.arrived.size() < QUEUED * restart / 3) {
                    Thread.sleep(1);
                }
                System.err.println("restart " + restart + " of 2");
                server.restart(300);
            }
            int first = number.get() - QUEUED + 1;
            for (int i = 0; i < QUEUED; i++) {
                Outcome outcome = all.get(i).done().toCompletableFuture().join().outcome();
                AtomicInteger times = server.arrived.get(first + i);
                int arrived = times == null ? 0 : times.get();
                said.merge(outcome, 1, Integer::sum);
                lost += outcome == Outcome.UNKNOWN && arrived == 0 ? 1 : 0;
                doubled += arrived > 1 ? 1 : 0;
                boolean told = outcome == Outcome.UNKNOWN || arrived == (outcome == Outcome.SENT ? 1 : 0);
                lied += told ? 0 : 1;
            }
        }
        Ratios.row(
                "10,000 mails, the server restarted twice",
                said.toString(),
                "of the UNKNOWN " + lost + " did not arrive; " + doubled + " arrived twice",
                "0 told wrongly",
                Ratios.verdict(lied == 0 && doubled == 0) + ": " + lied);
    }

    private static double perSecond(int calls, Callable<?> call) throws Exception {
        long begun = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            call.call();
        }
        return calls / ((System.nanoTime() - begun) / 1e9);
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** The median of what each round was of the other's round. */
    private static double ratio(List<Double> of, List<Double> beside) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            ratios.add(of.get(i) / beside.get(i));
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String per(double second) {
        return times("%,.0f", second);
    }

    private static String times(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
