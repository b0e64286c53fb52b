package dev.otpkit.delivery.smtp;

import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLContext;

/** Everything that was said about a server when the channel was built. */
record Server(
        String host,
        int port,
        Security security,
        SSLContext tls,
        Login login,
        String sender,
        int connections,
        int messages,
        Duration connectTimeout,
        Duration readTimeout,
        Duration writeTimeout,
        Duration deadline,
        Duration idle,
        Duration trusted) {

    /** Its own properties, without the JVM's as defaults: nobody's {@code -Dmail.debug} prints a code. */
    Session session() {
        Properties own = new Properties();
        own.put("mail.smtp.auth", Boolean.toString(login.user() != null));
        own.put("mail.smtp.auth.mechanisms", login.mechanisms());
        own.put("mail.smtp.from", sender);
        // Asking the system would look our own name up, and tell it.
        own.put("mail.smtp.localhost", sender.substring(sender.indexOf('@') + 1));
        own.put("mail.smtp.starttls.enable", Boolean.toString(security == Security.STARTTLS));
        own.put("mail.smtp.starttls.required", Boolean.toString(security == Security.STARTTLS));
        own.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        own.put("mail.smtp.ssl.checkserveridentity", "true");
        own.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        own.put("mail.smtp.quitwait", "false");
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        thread.setContextClassLoader(Server.class.getClassLoader()); // as in Dialogue
        try {
            return Session.getInstance(own);
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    @Override
    public String toString() {
        return host + ':' + port + ", " + security + ", " + login;
    }
}
