package dev.otpkit.delivery.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailComposerTest {
    private static final byte[] LOGO = {(byte) 0x89, 'P', 'N', 'G', 0, 13, 10, 26};

    private final MailComposer composer = MailComposer.from("no-reply@acme.test");

    private static Message.Builder message() {
        return Message.to(Recipient.email("ada@example.com"))
                .subject("Your code")
                .text("Your code is 493021.\n");
    }

    private static String raw(MimeMessage mail) throws MessagingException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        mail.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> headers(MimeMessage mail) throws MessagingException {
        return Collections.list(mail.getAllHeaders()).stream()
                .map(header -> header.getName())
                .toList();
    }

    /** The types and the decoded texts, in order. */
    private static List<String> parts(Part part) throws MessagingException, IOException {
        List<String> parts = new ArrayList<>();
        if (part.getContent() instanceof Multipart several) {
            parts.add(part.getContentType().replaceAll("(?s);.*", "").strip());
            for (int i = 0; i < several.getCount(); i++) {
                parts.addAll(parts(several.getBodyPart(i)));
            }
        } else {
            String text = new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            parts.add(part.getContentType().replaceAll("(?s);.*", "") + ": " + text);
        }
        return parts;
    }

    @Test
    void aLanguageWithoutEndIsItsFirstWord() throws Exception {
        Locale endless = Locale.forLanguageTag("en" + "-a0000000".repeat(400));
        assertThat(composer.compose(message().locale(endless).build()).getHeader("Content-Language"))
                .containsExactly("en");
        assertThat(composer.compose(message()
                                .locale(Locale.forLanguageTag("zh-Hant-TW"))
                                .build())
                        .getHeader("Content-Language"))
                .containsExactly("zh-Hant-TW");
    }

    @Test
    void aTextAloneIsOnePart() throws Exception {
        MimeMessage mail = composer.compose(message().build());
        assertThat(parts(mail)).containsExactly("text/plain: Your code is 493021.\r\n");
        assertThat(mail.getContentType()).isEqualTo("text/plain; charset=UTF-8");
    }

    @Test
    void htmlStandsBesideTheTextAndComesLast() throws Exception {
        MimeMessage mail = composer.compose(message().html("<p>493021</p>").build());
        assertThat(parts(mail))
                .containsExactly(
                        "multipart/alternative", "text/plain: Your code is 493021.\r\n", "text/html: <p>493021</p>");
    }

    @Test
    void imagesStandBesideTheHtmlThatShowsThem() throws Exception {
        MimeMessage mail = composer.compose(message()
                .html("<img src=\"cid:logo\">")
                .inline("logo", "image/png", LOGO)
                .build());
        assertThat(parts(mail).stream().map(part -> part.replaceAll("(?s):.*", "")))
                .map(part -> part.lines().findFirst().orElseThrow())
                .containsExactly("multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png");
        Multipart related =
                (Multipart) ((Multipart) mail.getContent()).getBodyPart(1).getContent();
        Part image = related.getBodyPart(1);
        assertThat(image.getInputStream().readAllBytes()).isEqualTo(LOGO);
        assertThat(image.getHeader("Content-ID")).containsExactly("<logo>");
        assertThat(image.getDisposition()).isEqualTo(Part.INLINE);
    }

    @Test
    void theHeadersAreTheseAndNoOthers() throws Exception {
        MimeMessage mail = composer.named("ACME")
                .replyTo("help@acme.test")
                .compose(message()
                        .locale(Locale.forLanguageTag("hi-IN-u-nu-deva"))
                        .build());
        assertThat(headers(mail))
                .containsExactlyInAnyOrder(
                        "Date",
                        "From",
                        "Reply-To",
                        "To",
                        "Subject",
                        "Message-ID",
                        "Auto-Submitted",
                        "X-Entity-Ref-ID",
                        "Content-Language",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding");
        assertThat(mail.getHeader("From")).containsExactly("ACME <no-reply@acme.test>");
        assertThat(mail.getHeader("Reply-To")).containsExactly("help@acme.test");
        assertThat(mail.getHeader("To")).containsExactly("ada@example.com");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("Content-Language")).containsExactly("hi-IN");
        assertThat(mail.getMessageID()).matches("<[0-9a-f]{32}@acme\\.test>");
        assertThat(mail.getHeader("X-Entity-Ref-ID")[0]).matches("[0-9a-f]{32}");
        assertThat(mail.getSentDate()).isNotNull();
    }

    @Test
    void twoMailsOfOneMessageDifferInTheirIds() throws Exception {
        Message message = message().build();
        MimeMessage one = composer.compose(message);
        MimeMessage other = composer.compose(message);
        assertThat(one.getMessageID()).isNotEqualTo(other.getMessageID());
        assertThat(one.getHeader("X-Entity-Ref-ID")).isNotEqualTo(other.getHeader("X-Entity-Ref-ID"));
        assertThat(headers(one)).doesNotContain("Content-Language", "Reply-To");
    }

    static Stream<String> subjects() {
        return Stream.of(
                "Your code",
                "Su código de acceso",
                "رمز التحقق الخاص بك هو",
                "קוד האימות שלך \u200f(ACME)",
                "您的验证码，请在五分钟内使用，不要告诉任何人，包括我们的员工",
                "確認コード👩‍👩‍👧‍👦".repeat(8),
                "=?UTF-8?B?DQpCY2M6IHhAeS50ZXN0?=",
                "a =?us-ascii?Q?b?= c",
                " spaces around ",
                "x".repeat(255));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aSubjectIsReadAsItWasWritten(String subject) throws Exception {
        MimeMessage mail = composer.compose(message().subject(subject).build());
        assertThat(mail.getSubject()).isEqualTo(subject);
        assertThat(raw(mail).lines())
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(78).matches("[ -~]*"));
        assertThat(mail.getHeader("Subject")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACME", "ACME \"Ltd\", Inc. <evil@y.test>", "Größe & Söhne", "エーシーエムイー", "a@b.test,"})
    void aNameIsANameWhateverItHolds(String name) throws Exception {
        MimeMessage mail = composer.named(name).compose(message().build());
        InternetAddress[] from = InternetAddress.parse(mail.getHeader("From", null), true);
        assertThat(from).hasSize(1);
        assertThat(from[0].getAddress()).isEqualTo("no-reply@acme.test");
        assertThat(from[0].getPersonal()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nBcc: x@y.test", "a\nb", "a\rb", "a\0b", "a\u0085b", "a\u2028b", "a\u2029b", "a\tb", " ", ""
            })
    void aNameThatCouldEndALineIsRefused(String name) {
        assertThatThrownBy(() -> composer.named(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Evil <evil@y.test>",
                "a@acme.test\r\nBcc: x@y.test",
                "a@acme.test,b@acme.test",
                "nobody",
                "käthe@acme.test"
            })
    void aSenderIsOneBareAsciiAddress(String address) {
        assertThatThrownBy(() -> MailComposer.from(address)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> composer.replyTo(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInternationalDomainIsAscii() throws Exception {
        MailComposer munich = MailComposer.from("info@münchen.example");
        assertThat(munich.sender()).isEqualTo("info@xn--mnchen-3ya.example");
        assertThat(munich.compose(message().build()).getMessageID()).endsWith("@xn--mnchen-3ya.example>");
    }

    @Test
    void anAddressInAnotherScriptIsKept() throws Exception {
        MimeMessage mail = composer.compose(
                Message.to(Recipient.email("почта@example.com")).text("493021").build());
        assertThat(raw(mail)).contains("To: почта@example.com\r\n");
    }

    @Test
    void longLinesAndOddOnesArriveAsTheyWere() throws Exception {
        String text = "x".repeat(5_000) + "\n.\n..\nFrom me\n= \t\n--\nünï 密码 👍 " + "ü".repeat(2_000);
        MimeMessage mail = composer.compose(message().text(text).html(text).build());
        String arrived = text.replace("\n", "\r\n");
        assertThat(parts(mail)).contains("text/plain: " + arrived, "text/html: " + arrived);
        assertThat(raw(mail).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78));
    }

    @Test
    void aNumberIsNoMailbox() {
        Message message =
                Message.to(Recipient.sms("+14155550100")).text("493021").build();
        assertThatThrownBy(() -> composer.compose(message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the recipient must be a mailbox: sms");
    }

    /** As in an application server, which has the same libraries in several loaders. */
    @Test
    void aThreadWhoseLoaderHasAnotherCopyOfTheLibraryComposesAllTheSame() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        List<URL> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            jars.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader other =
                new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(other);
            MimeMessage mail = composer.compose(message().html("<p>493021</p>").build());
            assertThat(thread.getContextClassLoader()).isSameAs(other);
            assertThat(mail.getContentType()).startsWith("multipart/alternative");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void theSystemsDebugPropertyPrintsNothing() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setProperty("mail.debug", "true");
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            raw(composer.compose(message().build()));
        } finally {
            System.setOut(before);
            System.clearProperty("mail.debug");
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void noAddressIsShown() {
        assertThat(composer).hasToString("MailComposer[an address]");
        assertThat(composer.named("ACME")).hasToString("MailComposer[a name and an address]");
    }
}
