package dev.otpkit.delivery;

import java.util.LinkedHashMap;
import java.util.Map;

/** The entries that came last, so many at most; not for several threads at once. */
final class Latest<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;

    private final int most;

    Latest(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
    }
}
