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

    double mean() {
        return scores.getMean();
    }

    /** The mean and the half of its 99.9 % confidence interval, as JMH prints them. */
    String show(String format, String unit) {
        return String.format(
                Locale.ROOT, format + " ± " + format + " " + unit, scores.getMean(), scores.getMeanErrorAt(0.999));
    }

    @Override
    public String toString() {
        return benchmark.getSimpleName() + (live.isEmpty() ? "" : " with " + live + " alive");
    }
}
