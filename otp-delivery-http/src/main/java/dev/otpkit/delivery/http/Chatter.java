package dev.otpkit.delivery.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.logging.Logger;

/** What the JDK's HTTP client and its TLS say of what is sent, if they are let. */
final class Chatter {
    // Each request with its credentials.
    private static final String LOG = "jdk.httpclient.HttpClient.log";
    // Addresses, and answers that are no HTTP: past any logger, to the standard error.
    private static final String DEBUG = "jdk.internal.httpclient.debug";
    // Every byte.
    private static final String TLS = "javax.net.debug";

    // The same as DEBUG, to a logger. Held, or the collector takes it and its filter.
    private static final Logger LOGGER = Logger.getLogger(DEBUG);

    private Chatter() {}

    /** By a filter: a level would not survive a configuration that is read again. */
    static void silence() {
        LOGGER.setFilter(record -> false);
    }

    /** What the JVM at that home was told, by its own files or its command line. */
    static void refuse(Path home) {
        if (names(System.getProperty(LOG, netProperty(home, LOG)), "headers", "all")) {
            throw new IllegalStateException(LOG + " must not have headers or all: it prints the credentials");
        }
        if (!System.getProperty(DEBUG, "false").equals("false")) {
            throw new IllegalStateException(DEBUG + " must not be set: it prints addresses");
        }
        if (names(System.getProperty(TLS, ""), "plaintext", "all")) {
            throw new IllegalStateException(TLS + " must not have plaintext or all: it prints the credentials");
        }
    }

    private static boolean names(String value, String... printing) {
        String told = value.toLowerCase(Locale.ROOT);
        for (String word : printing) {
            if (told.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Where the JDK looks, too. */
    private static String netProperty(Path home, String name) {
        Properties own = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("conf").resolve("net.properties"))) {
            own.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return ""; // a runtime image without it, or one that the JDK cannot read either
        }
        return own.getProperty(name, "");
    }
}
