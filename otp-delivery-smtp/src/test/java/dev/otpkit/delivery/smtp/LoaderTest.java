package dev.otpkit.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.DeliveryResult;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application server has the same libraries in several loaders, and a thread need not know of ours. */
class LoaderTest {
    @Test
    void aThreadWhoseLoaderHasAnotherCopyOfTheLibrarySendsAllTheSame() throws Exception {
        List<URL> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            jars.add(Path.of(entry).toUri().toURL());
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (ScriptedServer server = new ScriptedServer();
                URLClassLoader other =
                        new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(other);
            try (SmtpChannel channel = server.channel().build()) {
                assertThat(channel.send("ada@example.com", "Su código", "<p>493021</p>", "493021"))
                        .isEqualTo(DeliveryResult.sent());
                assertThat(thread.getContextClassLoader()).isSameAs(other);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
