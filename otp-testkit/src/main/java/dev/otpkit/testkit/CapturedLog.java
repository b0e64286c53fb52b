package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * Everything that is written to the JDK's loggers at any level, while it is open; and to slf4j's, which must end there, or
 * a channel's own logging would go unheard.
 */
final class CapturedLog implements AutoCloseable {
    private final Logger root = LogManager.getLogManager().getLogger("");
    private final Level before = root.getLevel();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(new SimpleFormatter().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    CapturedLog() {
        assertThat(LoggerFactory.getILoggerFactory().getClass().getName())
                .as("slf4j must be bound to the JDK's loggers: put org.slf4j:slf4j-jdk14 on the test class path, alone")
                .isEqualTo("org.slf4j.jul.JDK14LoggerFactory");
        handler.setLevel(Level.ALL);
        root.setLevel(Level.ALL);
        root.addHandler(handler);
    }

    String text() {
        return String.join("", lines);
    }

    @Override
    public void close() {
        root.removeHandler(handler);
        root.setLevel(before);
    }
}
