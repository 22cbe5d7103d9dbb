package dev.mcppolicy.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All targets in one, for a run too short to begin each of them in a process of its own. The first byte chooses. */
public final class EveryTarget {
    /** Of a target's seeds, one in so many is enough for a short run. */
    private static final int SHARE = 8;

    private EveryTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            List<Target> targets = Target.single();
            targets.get((data[0] & 0xFF) % targets.size()).run(Arrays.copyOfRange(data, 1, data.length));
        }
    }

    static List<byte[]> seeds() {
        List<byte[]> all = new ArrayList<>();
        for (int choice = 0; choice < Target.single().size(); choice++) {
            List<byte[]> seeds = Target.single().get(choice).seeds();
            for (int i = 0; i < seeds.size(); i += SHARE) {
                ByteArrayOutputStream seed = new ByteArrayOutputStream();
                seed.write(choice);
                seed.writeBytes(seeds.get(i));
                all.add(seed.toByteArray());
            }
        }
        return all;
    }
}
