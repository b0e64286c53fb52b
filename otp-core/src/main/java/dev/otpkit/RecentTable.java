package dev.otpkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bounded table of what was seen lately; the least recently seen makes room. */
final class RecentTable<V> {
    private final Map<String, V> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;

    RecentTable(int most) {
        this.most = most;
    }

    synchronized V get(String name, Supplier<V> fresh) {
        V value = entries.computeIfAbsent(name, missing -> fresh.get());
        bound();
        return value;
    }

    synchronized @Nullable V peek(String name) {
        return entries.get(name);
    }

    synchronized void put(String name, V value) {
        entries.put(name, value);
        bound();
    }

    private void bound() {
        if (entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
    }
}
