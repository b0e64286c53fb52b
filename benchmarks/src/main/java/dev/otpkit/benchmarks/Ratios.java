package dev.otpkit.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.runner.RunnerException;

/** Measures everything in one run and prints it as one table; with arguments it is JMH's own command line. */
public final class Ratios {
    /** Each measures everything once: a slow minute of the machine then slows what is compared alike. */
    private static final int ROUNDS = 4;

    private final Measured cryptography = new Measured(PairCryptography.class);
    private final Measured few = new Measured(Pairs.class, 1_000);
    private final Measured many = new Measured(Pairs.class, 1_000_000);
    private final Measured peerEmpty = new Measured(SpringTokens.class, 0);
    private final Measured peerMany = new Measured(SpringTokens.class, 100_000);
    private final Measured wiring = new Measured(Wiring.class);

    private Ratios() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("redis")) {
            RedisRatios.run();
        } else if (args.length == 1 && args[0].equals("mail")) {
            MailRatios.run();
        } else if (args.length > 0) {
            Main.main(args);
        } else {
            new Ratios().run();
        }
    }

    private void run() throws RunnerException {
        for (int round = 1; round <= ROUNDS; round++) {
            for (Measured each : List.of(cryptography, few, many, peerEmpty, peerMany, wiring)) {
                System.err.println("round " + round + " of " + ROUNDS + ": " + each);
                each.round();
            }
        }
        System.err.println("heap");
        HeapPerCode.afterFirstSend(1_000); // loads the classes
        long first = HeapPerCode.afterFirstSend(200_000);
        long full = HeapPerCode.afterFullHistory(50_000);

        System.out.printf(
                Locale.ROOT,
                "%n%s, JDK %s (%s), %s %s, %d processors%n%n",
                LocalDate.now(ZoneOffset.UTC),
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
        row("what", "measured", "beside", "aim", "");
        row("---", "---", "---", "---", "---");
        pairs(
                "the cryptography of a pair, alone",
                cryptography,
                "",
                "140,000 pairs/s",
                cryptography.median() >= 140_000);
        double ofCryptography = few.median() / cryptography.median();
        pairs(
                "request + verify, 1,000 live codes",
                few,
                ratio(ofCryptography, "the cryptography"),
                "0.5",
                ofCryptography >= 0.5);
        double ofFew = many.median() / few.median();
        pairs("request + verify, 1,000,000 live codes", many, ratio(ofFew, "1,000 live"), "0.7", ofFew >= 0.7);
        row(
                "Spring Security's tokens, none live",
                peerEmpty.show("%,.0f", "pairs/s"),
                ratio(few.median() / peerEmpty.median(), "it: ours with 1,000 live"),
                "",
                "");
        row(
                "Spring Security's tokens, 100,000 live",
                peerMany.show("%,.0f", "pairs/s"),
                ratio(many.median() / peerMany.median(), "it: ours with 1,000,000 live"),
                "",
                "");
        row("wiring a service", wiring.show("%.3f", "ms"), "", "< 50 ms", verdict(wiring.median() < 50));
        heap("heap a live code, after its first send", first, 480);
        heap("heap a live code, with a full history of sends", full, 850);
    }

    private static void pairs(String what, Measured measured, String beside, String least, boolean met) {
        row(what, measured.show("%,.0f", "pairs/s"), beside, "≥ " + least, verdict(met));
    }

    private static void heap(String what, long bytes, long most) {
        row(what, bytes + " bytes", "", "≤ " + most + " bytes", verdict(bytes <= most));
    }

    private static String ratio(double ratio, String of) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.2f of %s" : "%,.0f times %s", ratio, of);
    }

    static String verdict(boolean met) {
        return met ? "met" : "MISSED";
    }

    static void row(String... cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }
}
