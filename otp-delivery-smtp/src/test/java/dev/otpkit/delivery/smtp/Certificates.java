package dev.otpkit.delivery.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

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
        return certified(host, "-signer", "ca", "-ext", "san=dns:" + host);
    }

    /** The same, of yesterday. */
    SSLContext expired(String host) {
        return certified("expired", "-signer", "ca", "-ext", "san=dns:" + host, "-startdate", "-3d", "-validity", "2");
    }

    /** The same, certified by itself. */
    SSLContext selfSigned(String host) {
        return certified("self", "-ext", "san=dns:" + host);
    }

    /** Who trusts the authority, and nobody else. */
    SSLContext trusting() {
        try {
            KeyStore trust = empty();
            trust.setCertificateEntry("ca", all().getCertificate("ca"));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A host's key and certificates as PEM, for a server that is no JVM. */
    String pem(String host) {
        certify(host, "-signer", "ca", "-ext", "san=dns:" + host);
        try {
            StringBuilder pem = new StringBuilder();
            write(pem, "PRIVATE KEY", all().getKey(host, PASSWORD).getEncoded());
            for (Certificate certificate : all().getCertificateChain(host)) {
                write(pem, "CERTIFICATE", certificate.getEncoded());
            }
            return pem.toString();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(StringBuilder pem, String kind, byte[] bytes) {
        pem.append("-----BEGIN ").append(kind).append("-----\n");
        pem.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes));
        pem.append("\n-----END ").append(kind).append("-----\n");
    }

    private SSLContext certified(String name, String... options) {
        certify(name, options);
        try {
            KeyStore own = empty();
            own.setKeyEntry(name, all().getKey(name, PASSWORD), PASSWORD, all().getCertificateChain(name));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
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
