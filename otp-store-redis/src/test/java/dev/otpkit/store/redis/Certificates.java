package dev.otpkit.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import redis.clients.jedis.SslOptions;

/** An authority of our own, and what it certifies: made by the JDK's keytool, in a folder. */
final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    Certificates(Path folder) {
        this.folder = folder;
        certify("ca", "-ext", "bc:c");
    }

    /** What a server at this host shows. */
    SSLContext server(String host) {
        certify(host, "-signer", "ca", "-ext", "san=dns:" + host);
        try {
            KeyStore all = all();
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(host, all.getKey(host, PASSWORD), PASSWORD, all.getCertificateChain(host));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Who trusts the authority, and nobody else. */
    SslOptions trusting() {
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("ca", all().getCertificate("ca"));
            trust.store(out, PASSWORD);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
        return SslOptions.builder()
                .trustStoreType("PKCS12")
                .truststore(file.toFile(), PASSWORD)
                .build();
    }

    private KeyStore all() throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(folder.resolve("all.p12"))) {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(in, PASSWORD);
            return all;
        }
    }

    private void certify(String name, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC"));
        command.addAll(List.of("-alias", name, "-dname", "CN=" + name, "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", "all.p12", "-storepass", new String(PASSWORD)));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool did not certify " + name + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
