package dev.otpkit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The demo as a person would go through it: the code is read off the screen. */
class DemoTest {
    private static final Pattern CODE = Pattern.compile("Code: +(\\d{6})");

    @Test
    void showsWrongRightReplayedRedeemedAndLimited() {
        String screen = type(shown -> "ada@example.com", DemoTest::code);

        assertThat(screen)
                .containsSubsequence(
                        "request  SENT, a code of 6 that lives 5 min",
                        "verify   REJECTED, attempts left: 2",
                        "verify   ACCEPTED",
                        "verify   USED",
                        "redeem   email:ada@example.com",
                        "redeem   nothing, the second time",
                        "request  LIMITED, by the limit of the RECIPIENT, again in 60 s",
                        "That was all of it.");
    }

    @Test
    void takesAPhoneNumberAsPeopleTypeIt() {
        assertThat(type(shown -> "+1 (415) 555-0100", DemoTest::code)).contains("ACCEPTED");
    }

    @Test
    void asksAgainForWhatIsNoAddress() {
        assertThat(type(shown -> "nonsense", shown -> "", shown -> "ada@example.com"))
                .containsSubsequence("That is neither", "That is neither", "request  SENT", "Good-bye.");
    }

    @Test
    void refusesTheRightCodeAfterTheLastGuess() {
        String screen =
                type(shown -> "ada@example.com", shown -> "what?", DemoTest::wrong, DemoTest::wrong, DemoTest::code);

        assertThat(screen)
                .containsSubsequence(
                        "MALFORMED",
                        "costs no attempt",
                        "REJECTED, attempts left: 1",
                        "REJECTED, attempts left: 0",
                        "the last guess",
                        "EXHAUSTED",
                        "LIMITED")
                .doesNotContain("ACCEPTED");
    }

    @Test
    void saysGoodByeWhenTheInputEnds() {
        assertThat(type()).endsWith("Good-bye.\n");
        assertThat(type(shown -> "ada@example.com")).endsWith("Good-bye.\n");
    }

    private static String code(String screen) {
        Matcher code = CODE.matcher(screen);
        assertThat(code.find()).as("a code on the screen:%n%s", screen).isTrue();
        return code.group(1);
    }

    /** Another code than the one on the screen, and than the demo's own guess. */
    private static String wrong(String screen) {
        return code(screen).equals("111111") ? "222222" : "111111";
    }

    /** What a person types who sees this screen. */
    private interface Line {
        String after(String shown);
    }

    /** Answers each question with what its line makes of the screen so far, and then ends. */
    private static String type(Line... lines) {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Deque<Line> left = new ArrayDeque<>(List.of(lines));
        InputStream keyboard = new InputStream() {
            private byte[] line = {};
            private int next;

            @Override
            public int read() {
                if (next == line.length) {
                    Line typed = left.poll();
                    if (typed == null) {
                        return -1;
                    }
                    line = (typed.after(screen.toString(UTF_8)) + "\n").getBytes(UTF_8);
                    next = 0;
                }
                return line[next++];
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                int c = read(); // one key at a time: a reader that asks for more would read ahead of the screen
                if (c >= 0) {
                    into[from] = (byte) c;
                }
                return c < 0 ? -1 : 1;
            }

            @Override
            public int available() {
                return 0;
            }
        };
        new Demo(keyboard, new PrintStream(screen, true, UTF_8)).run();
        return screen.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }
}
