package dev.mcppolicy.fuzz;

import dev.mcppolicy.json.internal.CanonicalJson;
import java.util.List;

/** Any text where a policy has a text of some meaning: a pattern, a path, a number, a time. */
public final class PolicyPartTarget {
    /** Documents in which {@code %s} stands for the text. */
    private static final List<String> PLACES = List.of(
            tool("{\"conditions\":[{\"path\":\"args.a\",\"op\":\"regex\",\"value\":%s}]}"),
            tool("{\"conditions\":[{\"path\":%s,\"op\":\"exists\",\"value\":true}]}"),
            tool("{\"conditions\":[{\"path\":%s,\"op\":\"lte\",\"value\":9}],"
                    + "\"state\":{\"counter\":\"c\",\"window\":\"day\",\"increment_from\":\"args.a\"}}"),
            tool("{\"state\":{\"counter\":\"c\",\"window\":\"day\",\"increment_from\":%s}}"),
            tool("{\"state\":{\"counter\":%s,\"window\":\"day\"}}"),
            tool("{\"state\":{\"counter\":\"c\",\"window\":%s}}"),
            tool("{\"rate_limit\":%s}"),
            tool("{\"action\":\"require_approval\",\"approval_timeout\":%s}"),
            tool("{\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"pattern\":%s}}}}"),
            tool("{\"schema\":{\"$ref\":%s,\"$defs\":{\"a\":{\"$anchor\":\"b\",\"type\":\"string\"}}}}"),
            "{\"hide\":[%1$s],\"tools\":{%1$s:{},\"b\":{\"rules\":[{\"name\":%1$s,\"action\":\"deny\",\"reason\":%1$s}]}}}");

    /** Documents in which {@code %s} stands for the text as it is. */
    private static final List<String> BARE_PLACES = List.of(
            tool("{\"conditions\":[{\"path\":\"args.a\",\"op\":\"eq\",\"value\":%s}]}"),
            tool("{\"conditions\":[{\"path\":\"args.a\",\"op\":\"gte\",\"value\":%s}]}"),
            tool("{\"rate_limit\":{\"max\":%s,\"window\":60}}"),
            tool("{\"spend\":{\"per_call\":1,\"daily\":%s,\"amount\":\"args.a\"}}"),
            tool("{\"schema\":{\"properties\":{\"a\":{\"multipleOf\":%s}}}}"),
            "tools:\n  t:\n    rules:\n      - conditions: [{ path: args.a, op: eq, value: %s }]\n",
            "tools:\n  t:\n    rules:\n      - state: { counter: c, window: day, increment: %s }\n");

    private PolicyPartTarget() {}

    /** How many places there are. */
    static int places() {
        return PLACES.size() + BARE_PLACES.size();
    }

    private static String tool(String rule) {
        return "{\"tools\":{\"t\":{\"rules\":[" + rule + "]}}}";
    }

    /** Called by the fuzzer. The first byte chooses the place. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] rest = new byte[data.length - 1];
        System.arraycopy(data, 1, rest, 0, rest.length);
        String text = InputText.of(rest);
        int place = (data[0] & 0xFF) % places();
        DocumentLaws.check(
                place < PLACES.size()
                        ? PLACES.get(place).formatted(CanonicalJson.write(text))
                        : BARE_PLACES.get(place - PLACES.size()).formatted(text));
    }
}
