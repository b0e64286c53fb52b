package dev.otpkit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Hears all that is logged, thrown, returned and told, and looks for canaries in it. */
final class Eavesdropper implements AutoCloseable {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private static final List<String> SECRETS = Stream.of(0, 1)
            .map(TestBackend::secret)
            .flatMap(bytes -> Stream.of(
                    HexFormat.of().formatHex(bytes), Base64.getEncoder().encodeToString(bytes), Arrays.toString(bytes)))
            .toList();

    final ListAppender<ILoggingEvent> log = new ListAppender<>();
    final Set<String> canaries = new LinkedHashSet<>(SECRETS);
    private final StringBuilder said = new StringBuilder();

    Eavesdropper() {
        ROOT.setLevel(Level.TRACE);
        log.start();
        ROOT.addAppender(log);
    }

    /** This string, which must not be heard from now on. */
    String canary(String canary) {
        canaries.add(canary);
        return canary;
    }

    /** Hears what a call returns, or throws with all its causes. */
    Optional<Object> attempt(Supplier<Object> call) {
        try {
            Object result = call.get();
            hear(result);
            return Optional.of(result);
        } catch (RuntimeException e) {
            for (Throwable t = e; t != null; t = t.getCause()) {
                hear(t);
            }
            return Optional.empty();
        }
    }

    void hear(Object... things) {
        for (Object thing : things) {
            said.append(thing).append('\n');
        }
    }

    /** Fails if any canary was heard; then forgets them, but for the secrets, and what was said. */
    void findNothing() {
        for (ILoggingEvent event : log.list) {
            hear(event.getFormattedMessage());
            for (IThrowableProxy t = event.getThrowableProxy(); t != null; t = t.getCause()) {
                hear(t.getMessage());
            }
        }
        String everything = said.toString().toLowerCase(Locale.ROOT);
        assertThat(canaries).noneMatch(canary -> everything.contains(canary.toLowerCase(Locale.ROOT)));
        log.list.clear();
        said.setLength(0);
        canaries.clear();
        canaries.addAll(SECRETS);
    }

    @Override
    public void close() {
        ROOT.detachAppender(log);
        ROOT.setLevel(Level.OFF);
    }
}
