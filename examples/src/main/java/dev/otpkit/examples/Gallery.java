package dev.otpkit.examples;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import dev.otpkit.template.MessageTemplate;
import dev.otpkit.template.Values;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** Writes the built-in e-mails as pages, and sheets that show several at once, for docs/gallery to take pictures of. */
public final class Gallery {
    private static final List<String> LANGUAGES = List.of(
            "en", "es", "fr", "de", "it", "pt", "nl", "pl", "tr", "ru", "uk", "ar", "he", "hi", "zh-Hans", "zh-Hant",
            "ja", "ko", "vi", "id", "th");
    private static final Recipient ADA = Recipient.email("ada@example.com");

    private final Path directory;
    private final Map<String, Message> mails = new LinkedHashMap<>();

    private Gallery(Path directory) {
        this.directory = directory;
    }

    /** Writes to the directory that is named. */
    public static void main(String[] args) throws IOException {
        new Gallery(Files.createDirectories(Path.of(args[0]))).write();
    }

    private void write() throws IOException {
        MessageTemplate plain = MessageTemplate.standard("ACME");
        for (String tag : LANGUAGES) {
            mails.put(tag, plain.render(values("493021", tag, Map.of(), Map.of())));
        }
        sheet("languages", 300, 500, LANGUAGES);

        MessageTemplate dressed = MessageTemplate.builder()
                .brand("ACME")
                .colour("#ffd400")
                .logo("image/png", logo())
                .build();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("amount", "EUR 10.00");
        facts.put("payee", "Zoë & Sons");
        Map<String, String> asked =
                Map.of("name", "Ada", "where", "Firefox on Linux, Berlin", "when", "21 November 2026, 14:05");
        mails.put("facts", plain.render(values("493021", "en", facts, asked)));
        mails.put("facts-ar", plain.render(values("493021", "ar", facts, asked)));
        mails.put("logo", dressed.render(values("49302175", "en", Map.of(), asked)));
        mails.put("long", plain.render(values("ABCDEFGHJKLMNPQ", "en", Map.of(), Map.of())));
        sheet("variants", 320, 720, List.of("facts", "facts-ar", "logo", "long"));

        for (Map.Entry<String, Message> mail : mails.entrySet()) {
            String html = mail.getValue().html().orElseThrow();
            for (Message.Inline image : mail.getValue().inlines()) {
                String data = Base64.getEncoder().encodeToString(image.bytes());
                html = html.replace("cid:" + image.cid(), "data:" + image.mediaType() + ";base64," + data);
            }
            Files.writeString(directory.resolve(mail.getKey() + ".html"), html);
        }
    }

    private static Values values(String code, String tag, Map<String, String> facts, Map<String, String> variables) {
        return new Values(ADA, code, Duration.ofMinutes(5), "login", facts, Locale.forLanguageTag(tag), variables);
    }

    private void sheet(String name, int width, int height, List<String> mails) throws IOException {
        StringBuilder page = new StringBuilder("<!DOCTYPE html><meta charset=\"utf-8\"><style>"
                + "body{margin:0;display:flex;flex-wrap:wrap}iframe{border:0;width:" + width + "px;height:" + height
                + "px}</style>");
        for (String mail : mails) {
            page.append("<iframe scrolling=\"no\" src=\"").append(mail).append(".html\"></iframe>");
        }
        Files.writeString(directory.resolve("sheet-" + name + ".html"), page);
    }

    private static byte[] logo() throws IOException {
        BufferedImage image = new BufferedImage(240, 80, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(new Color(0x14213d));
        pen.fillPolygon(new int[] {0, 40, 80}, new int[] {80, 0, 80}, 3);
        pen.fillOval(90, 0, 80, 80);
        pen.fillRoundRect(180, 0, 60, 80, 20, 20);
        pen.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }
}
