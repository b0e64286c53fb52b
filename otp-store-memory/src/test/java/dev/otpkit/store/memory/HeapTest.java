package dev.otpkit.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HeapTest {

    @Test
    @DisplayName("T27: a million subjects, bindings and recipients in 64 MB: refused when full, and nothing is lost")
    void aMillionOfEverythingFitsOrIsRefused() {
        assertThat(ChildJvm.run(Flood.class, "-Xmx64m")).contains("subjects:", "bindings:", "messages:");
    }

    @Test
    void aLiveCodeTakesFewBytesAndTheBackendKnowsHowMany() {
        Map<String, int[]> bytes = new HashMap<>();
        ChildJvm.run(HeapUse.class, "-Xmx1g", "-XX:+UseSerialGC").lines().forEach(line -> {
            String[] parts = line.split(" ");
            bytes.put(parts[0], new int[] {Integer.parseInt(parts[1]), Integer.parseInt(parts[2])});
        });

        assertThat(bytes.get("first")[0]).isBetween(200, 480);
        assertThat(bytes.get("full")[0]).isBetween(400, 850);
        bytes.values().forEach(measured -> assertThat(measured[1]).isBetween(measured[0] - 8, measured[0] + 8));
    }
}
