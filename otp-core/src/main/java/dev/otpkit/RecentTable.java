package dev.otpkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bounded table of what was seen lately; the least recently seen makes room. */
final class RecentTable<V> {
    private final Map<String, V> entries;

    RecentTable(int most) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    synchronized V get(String name, Supplier<V> fresh) {
        return entries.computeIfAbsent(name, missing -> fresh.get());
    }

    synchronized @Nullable V peek(String name) {
        return entries.get(name);
    }

    synchronized void put(String name, V value) {
        entries.put(name, value);
    }
}
