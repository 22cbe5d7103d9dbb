package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.model.condition.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Values of folders, hosts and mail domains that a comparison lists, and of those that look like them and are others. */
public final class Neighbours {
    private static final String BELOW = "*.";
    private static final String HTTP = "http://";

    private Neighbours() {}

    /** The values that a comparison turns on; empty for one of another operator. */
    public static List<Object> of(Condition.Comparison comparison) {
        return switch (comparison.operator()) {
            case WITHIN -> each(comparison, Neighbours::ofFolder);
            case HOST_IN -> each(comparison, Neighbours::ofHost);
            case EMAIL_IN -> each(comparison, Neighbours::ofDomain);
            default -> List.of();
        };
    }

    private static List<Object> each(Condition.Comparison comparison, Function<String, List<String>> values) {
        List<Object> all = new ArrayList<>();
        for (Object entry : (List<?>) comparison.operand()) {
            all.addAll(values.apply((String) entry));
        }
        return all;
    }

    private static List<String> ofFolder(String entry) {
        String folder = entry.endsWith("/") ? entry.substring(0, entry.length() - 1) : entry;
        String parent = folder.substring(0, folder.lastIndexOf('/') + 1);
        return List.of(folder + "/x", folder, folder + "-2/x", folder + "/../x", parent + "x");
    }

    private static List<String> ofHost(String entry) {
        boolean secure = !entry.startsWith(HTTP);
        String scheme = secure ? "https://" : HTTP;
        String listed = secure ? entry : entry.substring(HTTP.length());
        int colon = listed.indexOf(':');
        String port = colon < 0 ? "" : listed.substring(colon);
        String host = colon < 0 ? listed : listed.substring(0, colon);
        List<String> urls = new ArrayList<>();
        for (String name : names(host)) {
            urls.add(scheme + name + port + "/");
        }
        urls.add((secure ? HTTP : "https://") + names(host).get(0) + port + "/");
        urls.add(scheme + names(host).get(0) + ":8080/");
        urls.add(scheme + names(host).get(0) + "@evil.test/");
        return urls;
    }

    private static List<String> ofDomain(String entry) {
        return names(entry).stream().map("someone@"::concat).toList();
    }

    /** A name that is meant first, then those beside it: longer, ending in another, below, and another below the same. */
    private static List<String> names(String entry) {
        if (entry.startsWith(BELOW)) {
            String name = entry.substring(BELOW.length());
            return List.of("a." + name, name, "evil-" + name, "a." + name + ".evil.test");
        }
        int dot = entry.indexOf('.');
        String sibling = dot < 0 ? "other" : "other" + entry.substring(dot);
        return List.of(entry, "evil-" + entry, entry + ".evil.test", "a." + entry, sibling);
    }
}
