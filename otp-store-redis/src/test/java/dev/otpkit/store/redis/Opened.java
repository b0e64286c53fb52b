package dev.otpkit.store.redis;

import java.util.ArrayList;
import java.util.List;

/** What a test has opened; the last is closed first. */
@SuppressWarnings("try") // what it closes may throw anything, and JUnit hears all of it
final class Opened implements AutoCloseable {
    private final List<AutoCloseable> all = new ArrayList<>();

    <T extends AutoCloseable> T add(T what) {
        all.add(what);
        return what;
    }

    @Override
    public void close() throws Exception {
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).close();
        }
    }
}
