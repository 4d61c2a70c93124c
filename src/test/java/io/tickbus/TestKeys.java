package io.tickbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Key stores for tests, made by the JDK's own keytool. Their certificates are for localhost and 127.0.0.1. */
public final class TestKeys {
    public static final String PASSWORD = "sesame";

    private static final String ALIAS = "server";

    private TestKeys() {}

    /** Makes a PKCS12 key store with a new key and the password {@link #PASSWORD}. Replaces the file. */
    public static Path make(Path file, String name) throws IOException, InterruptedException {
        return make(file, name, PASSWORD);
    }

    /** Makes a PKCS12 key store with a new key. Replaces the file. */
    public static Path make(Path file, String name, String password) throws IOException, InterruptedException {
        Path made = file.resolveSibling(file.getFileName() + ".new");
        Path output = file.resolveSibling("keytool.out");
        Files.deleteIfExists(made);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        made.toString(),
                        "-storepass",
                        password)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(Files.readString(output)).isZero();
        return Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes the certificate of a key store to a trust store that needs no password. */
    public static void writeTrustStore(Path file, Path keyStore, String password)
            throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance("JKS");
        trust.load(null, null);
        trust.setCertificateEntry(
                ALIAS,
                KeyStore.getInstance(keyStore.toFile(), password.toCharArray()).getCertificate(ALIAS));
        try (OutputStream out = Files.newOutputStream(file)) {
            trust.store(out, "unused".toCharArray());
        }
    }

    /** Returns what a client needs to trust the certificate of a key store. */
    public static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
        return trusting(file, PASSWORD);
    }

    /** Returns what a client needs to trust the certificate of a key store with a password. */
    public static SSLContext trusting(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(file.toFile(), password.toCharArray());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
