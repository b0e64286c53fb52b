package dev.otpkit.benchmarks;

import java.util.Locale;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;

/** One benchmark's scores over several rounds, each in a JVM of its own. */
final class Measured {
    private final Class<?> benchmark;
    private final String live;
    private final ListStatistics scores = new ListStatistics();

    /** A benchmark without parameters, or with so many alive. */
    Measured(Class<?> benchmark, int... live) {
        this.benchmark = benchmark;
        this.live = live.length == 0 ? "" : Integer.toString(live[0]);
    }

    /** Adds one fork's iterations. */
    void round() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmark.getName() + "\\.")
                .forks(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (!live.isEmpty()) {
            options.param("live", live);
        }
        for (RunResult run : new Runner(options.build()).run()) {
            for (IterationResult iteration : run.getAggregatedResult().getIterationResults()) {
                scores.addValue(iteration.getPrimaryResult().getScore());
            }
        }
    }

    /** Half of all seconds were slower: a slow one of the machine, which a mean would keep, falls out. */
    double median() {
        return scores.getPercentile(50);
    }

    /** The median and between what the middle half of the seconds lay. */
    String show(String format, String unit) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + " to " + format + ") " + unit,
                median(),
                scores.getPercentile(25),
                scores.getPercentile(75));
    }

    @Override
    public String toString() {
        return benchmark.getSimpleName() + (live.isEmpty() ? "" : " with " + live + " alive");
    }
}
