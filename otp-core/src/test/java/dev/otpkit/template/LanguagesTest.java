package dev.otpkit.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otpkit.delivery.Message;
import dev.otpkit.delivery.Recipient;
import java.io.IOException;
import java.io.StringReader;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same checks over every built-in language. */
class LanguagesTest {
    private static final Recipient MAILBOX = Recipient.email("ada@example.com");
    private static final Recipient PHONE = Recipient.sms("+14155550100");
    private static final Recipient CALL = Recipient.voice("+14155550100");
    private static final String CODE = "493021";
    private static final String LONG = "ABCDEFGHJKLMNPQ";
    private static final Pattern GAP = Pattern.compile("\\{\\{(\\w+)}}");

    private final MessageTemplate template = MessageTemplate.standard("ACME");

    static Stream<String> languages() {
        return Language.BUILT_IN.stream().sorted();
    }

    private Message render(Recipient recipient, String tag, String code, Duration left) {
        return template.render(Sample.to(recipient)
                .code(code, left)
                .locale(Locale.forLanguageTag(tag))
                .build());
    }

    private static Map<String, String> words(String tag) throws IOException {
        Properties words = new Properties();
        words.load(new StringReader(MessageTemplate.read(Language.class, tag + ".properties")));
        Map<String, String> sorted = new TreeMap<>();
        words.forEach((name, value) -> sorted.put((String) name, (String) value));
        return sorted;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # language, encoding, units and segments of an SMS with 6 digits, and with 15 letters
            ar,      UCS-2, 63, 1, 72, 2
            de,      GSM-7, 84, 1, 93, 1
            en,      GSM-7, 68, 1, 77, 1
            es,      GSM-7, 75, 1, 84, 1
            fr,      GSM-7, 84, 1, 93, 1
            he,      UCS-2, 67, 1, 76, 2
            hi,      UCS-2, 59, 1, 68, 1
            id,      GSM-7, 80, 1, 89, 1
            it,      GSM-7, 76, 1, 85, 1
            ja,      UCS-2, 42, 1, 51, 1
            ko,      UCS-2, 47, 1, 56, 1
            nl,      GSM-7, 87, 1, 96, 1
            pl,      GSM-7, 60, 1, 69, 1
            pt,      GSM-7, 94, 1, 103, 1
            ru,      UCS-2, 60, 1, 69, 1
            th,      UCS-2, 59, 1, 68, 1
            tr,      GSM-7, 69, 1, 78, 1
            uk,      UCS-2, 57, 1, 66, 1
            vi,      UCS-2, 69, 1, 78, 2
            zh-Hans, UCS-2, 40, 1, 49, 1
            zh-Hant, UCS-2, 40, 1, 49, 1
            """)
    void whatAnSmsCosts(String tag, String encoding, int units, int segments, int unitsOfLong, int segmentsOfLong) {
        Segments six =
                Segments.of(render(PHONE, tag, CODE, Duration.ofMinutes(10)).text());
        assertThat(six.isGsm7() ? "GSM-7" : "UCS-2").isEqualTo(encoding);
        assertThat(List.of(six.units(), six.count())).containsExactly(units, segments);
        Segments letters =
                Segments.of(render(PHONE, tag, LONG, Duration.ofMinutes(10)).text());
        assertThat(List.of(letters.units(), letters.count())).containsExactly(unitsOfLong, segmentsOfLong);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void anOrdinarySmsIsOneSegmentWhateverLifeIsLeft(String tag) {
        for (long seconds : new long[] {1, 60, 120, 300, 600, 7140, 7200, 86_400}) {
            Segments segments = Segments.of(
                    render(PHONE, tag, CODE, Duration.ofSeconds(seconds)).text());
            assertThat(segments.count()).as("%s: %s", tag, segments).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ar      | تنتهي صلاحيته خلال أقل من دقيقة. | تنتهي صلاحيته خلال دقيقة واحدة. | مدة صلاحيته بالدقائق: 2. | مدة صلاحيته بالدقائق: 5. | مدة صلاحيته بالدقائق: 10. | مدة صلاحيته بالساعات: 3.
            de      | Er läuft in weniger als einer Minute ab. | Er läuft in 1 Minute ab. | Er läuft in 2 Minuten ab. | Er läuft in 5 Minuten ab. | Er läuft in 10 Minuten ab. | Er läuft in 3 Stunden ab.
            en      | It expires in less than a minute. | It expires in 1 minute. | It expires in 2 minutes. | It expires in 5 minutes. | It expires in 10 minutes. | It expires in 3 hours.
            es      | Caduca en menos de un minuto. | Caduca en 1 minuto. | Caduca en 2 minutos. | Caduca en 5 minutos. | Caduca en 10 minutos. | Caduca en 3 horas.
            fr      | Il expire dans moins de 60 secondes. | Il expire dans 1 minute. | Il expire dans 2 minutes. | Il expire dans 5 minutes. | Il expire dans 10 minutes. | Il expire dans 3 heures.
            he      | יפוג בעוד פחות מדקה. | יפוג בעוד דקה אחת. | יפוג בעוד 2 דקות. | יפוג בעוד 5 דקות. | יפוג בעוד 10 דקות. | יפוג בעוד 3 שעות.
            hi      | एक मिनट से कम समय तक मान्य। | 1 मिनट तक मान्य। | 2 मिनट तक मान्य। | 5 मिनट तक मान्य। | 10 मिनट तक मान्य। | 3 घंटे तक मान्य।
            id      | Berlaku kurang dari 1 menit. | Berlaku 1 menit. | Berlaku 2 menit. | Berlaku 5 menit. | Berlaku 10 menit. | Berlaku 3 jam.
            it      | Scade tra meno di un minuto. | Scade tra 1 minuto. | Scade tra 2 minuti. | Scade tra 5 minuti. | Scade tra 10 minuti. | Scade tra 3 ore.
            ja      | 有効期限は1分未満です。 | 有効期限は1分です。 | 有効期限は2分です。 | 有効期限は5分です。 | 有効期限は10分です。 | 有効期限は3時間です。
            ko      | 1분 이내에 만료됩니다. | 1분 후에 만료됩니다. | 2분 후에 만료됩니다. | 5분 후에 만료됩니다. | 10분 후에 만료됩니다. | 3시간 후에 만료됩니다.
            nl      | De code verloopt binnen een minuut. | De code verloopt over 1 minuut. | De code verloopt over 2 minuten. | De code verloopt over 5 minuten. | De code verloopt over 10 minuten. | De code verloopt over 3 uur.
            pl      | Wygasa za mniej niż minutę. | Wygasa za 1 min. | Wygasa za 2 min. | Wygasa za 5 min. | Wygasa za 10 min. | Wygasa za 3 godz.
            pt      | Expira em menos de um minuto. | Expira em 1 minuto. | Expira em 2 minutos. | Expira em 5 minutos. | Expira em 10 minutos. | Expira em 3 horas.
            ru      | Действует меньше минуты. | Действует 1 мин. | Действует 2 мин. | Действует 5 мин. | Действует 10 мин. | Действует 3 ч.
            th      | หมดอายุภายใน 1 นาที | หมดอายุใน 1 นาที | หมดอายุใน 2 นาที | หมดอายุใน 5 นาที | หมดอายุใน 10 นาที | หมดอายุใน 3 ชั่วโมง
            tr      | Süresi 1 dakikadan önce dolar. | Süresi 1 dakika sonra dolar. | Süresi 2 dakika sonra dolar. | Süresi 5 dakika sonra dolar. | Süresi 10 dakika sonra dolar. | Süresi 3 saat sonra dolar.
            uk      | Діє менше хвилини. | Діє 1 хв. | Діє 2 хв. | Діє 5 хв. | Діє 10 хв. | Діє 3 год.
            vi      | Còn dưới 1 phút. | Hết hạn sau 1 phút. | Hết hạn sau 2 phút. | Hết hạn sau 5 phút. | Hết hạn sau 10 phút. | Hết hạn sau 3 giờ.
            zh-Hans | 将在 1 分钟内失效。 | 将在 1 分钟后失效。 | 将在 2 分钟后失效。 | 将在 5 分钟后失效。 | 将在 10 分钟后失效。 | 将在 3 小时后失效。
            zh-Hant | 將在 1 分鐘內失效。 | 將在 1 分鐘後失效。 | 將在 2 分鐘後失效。 | 將在 5 分鐘後失效。 | 將在 10 分鐘後失效。 | 將在 3 小時後失效。
            """)
    void aLifeIsSaidProperly(
            String tag, String less, String one, String two, String five, String ten, String threeHours) {
        Map<Duration, String> expected = Map.of(
                Duration.ofSeconds(59), less,
                Duration.ofSeconds(119), one,
                Duration.ofMinutes(2), two,
                Duration.ofMinutes(5), five,
                Duration.ofMinutes(10), ten,
                Duration.ofHours(3), threeHours);
        expected.forEach((left, said) -> {
            assertThat(render(PHONE, tag, CODE, left).text()).contains(said);
            assertThat(render(MAILBOX, tag, CODE, left).text()).contains(said);
            assertThat(render(MAILBOX, tag, CODE, left).html().orElseThrow()).contains(said);
        });
    }

    @ParameterizedTest
    @MethodSource("languages")
    void theSamePhrasesAreThereWithTheSameGaps(String tag) throws IOException {
        Map<String, String> english = words("en");
        Map<String, String> words = words(tag);
        assertThat(words.keySet()).isEqualTo(english.keySet());
        words.forEach((name, phrase) ->
                assertThat(gaps(phrase)).as("%s: %s", tag, name).isEqualTo(gaps(english.get(name))));
    }

    private static List<String> gaps(String phrase) {
        return GAP.matcher(phrase)
                .results()
                .map((MatchResult gap) -> gap.group(1))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void itsWordsAreNormalizedVisibleAndInItsOwnScript(String tag) throws IOException {
        String all = MessageTemplate.read(Language.class, tag + ".properties");
        assertThat(Normalizer.isNormalized(all, Normalizer.Form.NFC)).isTrue();
        assertThat(all)
                .doesNotContainPattern("[\\p{C}\\p{Zl}\\p{Zp}\\u00A0\\u202F&&[^\\n]]")
                .doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
        String foreign = switch (tag) {
            case "ar" -> "[\\p{L}&&[^\\p{IsArabic}]]";
            case "he" -> "[\\p{L}&&[^\\p{IsHebrew}]]";
            case "hi" -> "[\\p{L}&&[^\\p{IsDevanagari}]]";
            case "ja" -> "[\\p{L}&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}ー]]";
            case "ko" -> "[\\p{L}&&[^\\p{IsHangul}]]";
            case "ru", "uk" -> "[\\p{L}&&[^\\p{IsCyrillic}]]";
            case "th" -> "[\\p{L}&&[^\\p{IsThai}]]";
            case "zh-Hans", "zh-Hant" -> "[\\p{L}&&[^\\p{IsHan}]]";
            default -> "[\\p{L}&&[^\\p{IsLatin}]]";
        };
        for (String phrase : words(tag).values()) {
            assertThat(GAP.matcher(phrase).replaceAll("")).doesNotContainPattern(foreign);
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void theCodeIsOnceInEachPartAndNotInTheSubject(String tag) {
        for (String code : List.of(CODE, LONG)) {
            Message mail = render(MAILBOX, tag, code, Duration.ofMinutes(5));
            assertThat(mail.subject().orElseThrow()).contains("ACME").doesNotContain(code);
            assertThat(mail.text()).containsOnlyOnce("\n    " + code + "\n");
            assertThat(mail.html().orElseThrow().replaceAll("<[^>]*>", "")).containsOnlyOnce(code);
            assertThat(render(PHONE, tag, code, Duration.ofMinutes(5)).text()).containsOnlyOnce(code);
            String spelled = String.join(" ", code.split(""));
            String call = render(CALL, tag, code, Duration.ofMinutes(5)).text();
            assertThat(call).containsOnlyOnce(spelled);
            assertThat(call.replace(spelled, ""))
                    .as("nothing but the code is counted out")
                    .doesNotContainPattern("[0-9]");
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void nothingOfAStrangersFollowsTheCodeOfAShortText(String tag) {
        for (Recipient recipient : List.of(PHONE, CALL)) {
            String text = template.render(Sample.to(recipient)
                            .code(CODE, Duration.ofMinutes(5))
                            .locale(Locale.forLanguageTag(tag))
                            .boundTo("payee", "#999999")
                            .build())
                    .text();
            String code = recipient == CALL ? "4 9 3 0 2 1" : CODE;
            assertThat(text.indexOf("#999999")).isBetween(0, text.indexOf(code));
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void anEmailIsInItsLanguageAndDirection(String tag) {
        Message message = render(MAILBOX, tag, CODE, Duration.ofMinutes(5));
        String direction = tag.equals("ar") || tag.equals("he") ? "rtl" : "ltr";

        assertThat(message.locale()).isEqualTo(Locale.forLanguageTag(tag));
        assertThat(message.html().orElseThrow())
                .contains("<html lang=\"" + tag + "\" dir=\"" + direction + "\">")
                .contains(" lang=\"" + tag + "\" dir=\"" + direction + "\" aria-label")
                .containsPattern("<p class=\"code\" dir=\"ltr\"[^>]*>[^\\n]*" + CODE)
                .doesNotContain("http", "src=", "href=", "url(");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whatTheCodeIsBoundToAndWhoAskedAreSaid(String tag) {
        for (Recipient recipient : List.of(MAILBOX, PHONE, CALL)) {
            Message message = template.render(Sample.to(recipient)
                    .code(CODE, Duration.ofMinutes(5))
                    .locale(Locale.forLanguageTag(tag))
                    .boundTo("amount", "EUR 10.00")
                    .boundTo("payee", "evil.com")
                    .variable("name", "Ada")
                    .variable("where", "Berlin")
                    .variable("when", "14:05")
                    .build());
            assertThat(message.text())
                    .containsPattern("amount ?[:：] ?EUR 10\\.00")
                    .doesNotContain("evil");
            if (recipient == MAILBOX) {
                assertThat(message.text()).contains("Ada", " Berlin\n", " 14:05\n");
                assertThat(message.html().orElseThrow()).contains("<bdi>Berlin</bdi>", "<bdi>14:05</bdi>", "Ada");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "und, en",
        "sw, en",
        "en-GB, en",
        "no, en",
        "pt-BR, pt",
        "pt-PT, pt",
        "fr-CA, fr",
        "es-419, es",
        "de-CH-1996, de",
        "iw, he",
        "he-IL, he",
        "in, id",
        "in-ID, id",
        "zh, zh-Hans",
        "zh-CN, zh-Hans",
        "zh-SG, zh-Hans",
        "zh-TW, zh-Hant",
        "zh-HK, zh-Hant",
        "zh-MO, zh-Hant",
        "zh-Hant, zh-Hant",
        "zh-Hant-CN, zh-Hant",
        "zh-Hans-TW, zh-Hans",
        "zh-Hans, zh-Hans",
        "ar-EG-u-nu-arab, ar",
        "th-TH-u-nu-thai, th",
        "tr-TR, tr",
    })
    void theLanguageThatIsAskedFor(String asked, String answered) {
        assertThat(render(MAILBOX, asked, CODE, Duration.ofMinutes(5)).locale())
                .isEqualTo(Locale.forLanguageTag(answered));
    }

    @Test
    void theOldCodesOfHebrewAndIndonesianAreKnownHoweverJavaSpellsThem() {
        assertThat(Language.tag(new Locale("iw", "IL"))).isEqualTo("he");
        assertThat(Language.tag(new Locale("in"))).isEqualTo("id");
        assertThat(Language.tag(Locale.ROOT)).isEqualTo("en");
    }

    @Test
    void manyThreadsMayAskForALanguageFirst() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (String tag : new TreeSet<>(Language.BUILT_IN)) {
                MessageTemplate fresh = MessageTemplate.standard("ACME");
                String expected =
                        render(PHONE, tag, CODE, Duration.ofMinutes(5)).text();
                Values values = Sample.to(PHONE)
                        .code(CODE, Duration.ofMinutes(5))
                        .locale(Locale.forLanguageTag(tag))
                        .build();
                List<Callable<String>> calls = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    calls.add(() -> fresh.render(values).text());
                }
                for (Future<String> text : threads.invokeAll(calls)) {
                    assertThat(text.get()).isEqualTo(expected);
                }
            }
        } finally {
            threads.shutdown();
        }
    }
}
