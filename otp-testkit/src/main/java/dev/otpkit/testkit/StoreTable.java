package dev.otpkit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which call has which answer in which state, and what the code is afterwards: written down, so that no store is
 * compared only with another program.
 *
 * <p>A cell reads {@code ANSWER, STATE attempts-left old|new spent}; {@code -} asks nothing.
 */
final class StoreTable {
    private static final String BEFORE_THE_END = """
            call               | none                 | live                 | tried                | used
            status             | NONE                 | LIVE 3 old           | LIVE 2 old           | USED old
            open               | OPENED, LIVE 3 new   | RESENT, LIVE 3 old   | RESENT, LIVE 2 old   | OPENED, LIVE 3 new
            open reversed      | OPENED, LIVE 3 new   | RESENT, LIVE 3 old   | RESENT, LIVE 2 old   | OPENED, LIVE 3 new
            open to a part     | OPENED, LIVE 3 new   | RESENT, LIVE 3 old   | RESENT, LIVE 2 old   | OPENED, LIVE 3 new
            open to others     | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new
            open to one more   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new
            open decoy         | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new
            open unreadable    | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new
            open always fresh  | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new
            open strong        | OPENED, LIVE 3 new   | RESENT, LIVE 3 old   | RESENT, LIVE 2 old   | OPENED, LIVE 3 new
            open strong others | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new
            open again         | -                    | OPENED, LIVE 3 old   | OPENED, LIVE 2 old   | OPENED, USED old
            right              | ABSENT, NONE         | ACCEPTED, USED old   | ACCEPTED, USED old   | USED, USED old
            right wary         | ABSENT, NONE         | ACCEPTED, USED old   | WARY, LIVE 2 old     | USED, USED old
            right unreadable   | ABSENT, NONE         | UNREADABLE, LIVE 3 old | UNREADABLE, LIVE 2 old | UNREADABLE, USED old
            wrong              | ABSENT, NONE         | REJECTED, LIVE 2 old | REJECTED, LIVE 1 old | USED, USED old
            wrong wary         | ABSENT, NONE         | REJECTED, LIVE 2 old | WARY, LIVE 2 old     | USED, USED old
            last guess again   | -                    | -                    | REJECTED, LIVE 2 old | ACCEPTED, USED old
            redeem             | no, NONE             | no, LIVE 3 old       | no, LIVE 2 old       | yes, USED old
            erase code         | done, NONE           | done, NONE           | done, NONE           | done, NONE
            erase failures     | done, NONE           | done, LIVE 3 old     | done, LIVE 2 old     | done, USED old
            absorb nothing     | done, NONE           | done, NONE           | done, NONE           | done, NONE
            absorb the budget  | done, NONE spent     | done, NONE spent     | done, NONE spent     | done, NONE spent
            """;

    /** "long" is a strong code, guessed at once, under a budget that is spent. */
    private static final String AT_THE_END = """
            call               | expired              | exhausted            | spent                    | long
            status             | EXPIRED old          | EXHAUSTED old        | EXHAUSTED old spent      | LIVE 2 old spent
            open               | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | SPENT, EXHAUSTED old spent | RESENT, LIVE 2 old spent
            open to a part     | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | SPENT, EXHAUSTED old spent | RESENT, LIVE 2 old spent
            open to others     | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | SPENT, EXHAUSTED old spent | -
            open decoy         | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | SPENT, EXHAUSTED old spent | -
            open always fresh  | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | SPENT, EXHAUSTED old spent | -
            open strong        | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new spent | RESENT, LIVE 2 old spent
            open strong others | OPENED, LIVE 3 new   | OPENED, LIVE 3 new   | OPENED, LIVE 3 new spent | OPENED, LIVE 3 new spent
            open again         | OPENED, EXPIRED old  | OPENED, EXHAUSTED old | OPENED, EXHAUSTED old spent | OPENED, LIVE 2 old spent
            right              | EXPIRED, EXPIRED old | EXHAUSTED, EXHAUSTED old | SPENT, EXHAUSTED old spent | ACCEPTED, USED old spent
            right wary         | EXPIRED, EXPIRED old | EXHAUSTED, EXHAUSTED old | SPENT, EXHAUSTED old spent | WARY, LIVE 2 old spent
            right unreadable   | UNREADABLE, EXPIRED old | UNREADABLE, EXHAUSTED old | UNREADABLE, EXHAUSTED old spent | UNREADABLE, LIVE 2 old spent
            wrong              | EXPIRED, EXPIRED old | EXHAUSTED, EXHAUSTED old | SPENT, EXHAUSTED old spent | REJECTED, LIVE 1 old spent
            wrong wary         | EXPIRED, EXPIRED old | EXHAUSTED, EXHAUSTED old | SPENT, EXHAUSTED old spent | WARY, LIVE 2 old spent
            last guess again   | REJECTED, EXPIRED old | REJECTED, EXHAUSTED old | REJECTED, EXHAUSTED old spent | REJECTED, LIVE 2 old spent
            redeem             | no, EXPIRED old      | no, EXHAUSTED old    | no, EXHAUSTED old spent  | no, LIVE 2 old spent
            erase code         | done, NONE           | done, NONE           | done, NONE spent         | done, NONE spent
            erase failures     | done, EXPIRED old    | done, EXHAUSTED old  | -                        | done, LIVE 2 old
            absorb nothing     | done, NONE           | done, NONE           | done, NONE spent         | done, NONE spent
            absorb the budget  | done, NONE spent     | done, NONE spent     | done, NONE spent         | done, NONE spent
            """;

    private StoreTable() {}

    /** Makes every call in this state, each at a subject of its own, and compares all of the answers. */
    static void check(BackendContract contract, String state) {
        Time time = new Time(contract.clock());
        List<String> calls = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<TableCell> cells = new ArrayList<>();
        for (String table : List.of(BEFORE_THE_END, AT_THE_END)) {
            List<List<String>> lines = table.lines()
                    .map(line -> Stream.of(line.split("\\|")).map(String::trim).toList())
                    .toList();
            int column = lines.get(0).indexOf(state);
            for (List<String> line : lines.subList(1, column < 0 ? 1 : lines.size())) {
                if (!line.get(column).equals("-")) {
                    calls.add(line.get(0));
                    expected.add(line.get(0) + ": " + line.get(column));
                    cells.add(new TableCell(contract.backend().store(), state, time.life()));
                }
            }
        }
        if (state.equals("expired")) {
            time.pass(time.life().plus(Duration.ofMillis(1)));
        }
        List<String> answered = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            answered.add(calls.get(i) + ": " + cells.get(i).answer(calls.get(i)));
        }
        assertThat(answered)
                .as("the answers of a store when the code is: %s", state)
                .containsExactlyElementsOf(expected);
    }
}
