package dev.mcppolicy.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Folders, hosts and mail domains as the semantics say them, by the JDK's patterns and with no regard to cost. */
final class OracleNames {
    private static final Pattern URL = Pattern.compile(
            "(https?)://([a-z0-9-]+(?:\\.[a-z0-9-]+)*)\\.?(?::([0-9]*))?(?:[/?#].*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ODD_IN_URL = Pattern.compile("[\\\\\\p{Cc}\\p{Z}]");
    private static final Pattern ODD_IN_PATH =
            Pattern.compile("[\\\\\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]|%(2e|2f|5c|00|25)", Pattern.CASE_INSENSITIVE);
    private static final Pattern MAIL = Pattern.compile(
            "(?=.{1,64}@)[a-z0-9_+-]+(?:\\.[a-z0-9_+-]+)*@([a-z0-9-]+(?:\\.[a-z0-9-]+)+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0x[^.]*)", Pattern.CASE_INSENSITIVE);

    private OracleNames() {}

    static @Nullable Boolean inside(String operator, String text, List<?> entries) {
        return switch (operator) {
            case "within" -> path(text, entries);
            case "host_in" -> url(text, entries);
            default -> mail(text, entries);
        };
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty() && !segment.equals("."))
                .toList();
    }

    private static @Nullable Boolean path(String text, List<?> folders) {
        List<String> segments = segments(text);
        if (!text.startsWith("/")
                || text.startsWith("//")
                || segments.stream().anyMatch(segment -> segment.matches("\\p{Z}*\\.\\.\\p{Z}*([;%].*)?"))
                || ODD_IN_PATH.matcher(text).find()) {
            return null;
        }
        return folders.stream()
                .map(folder -> segments((String) folder))
                .anyMatch(folder -> segments.size() >= folder.size()
                        && segments.subList(0, folder.size()).equals(folder));
    }

    private static @Nullable Boolean url(String text, List<?> entries) {
        Matcher url = URL.matcher(text);
        if (!url.matches()
                || ODD_IN_URL.matcher(text).find()
                || NUMERIC.matcher(url.group(2)).matches()) {
            return null;
        }
        String rest = text.substring(url.group(3) == null ? url.end(2) : url.end(3));
        if (rest.split("/", 2)[0].contains("@")) {
            return null;
        }
        String scheme = lower(url.group(1));
        int port = scheme.equals("https") ? 443 : 80;
        if (url.group(3) != null) {
            if (!url.group(3).matches("[0-9]{1,5}")) {
                return null;
            }
            port = Integer.parseInt(url.group(3));
            if (port < 1 || port > 65535) {
                return null;
            }
        }
        String asked = scheme + "://" + lower(url.group(2)) + ":" + port;
        return entries.stream().map(entry -> lower((String) entry)).anyMatch(entry -> {
            String full = entry.startsWith("http://") ? entry : "https://" + entry;
            full = full.matches(".*:[0-9]+") ? full : full + (entry.startsWith("http://") ? ":80" : ":443");
            return asked.matches(full.replace(".", "\\.").replace("*\\.", "[a-z0-9.-]+\\."));
        });
    }

    private static @Nullable Boolean mail(String text, List<?> domains) {
        Matcher mail = MAIL.matcher(text);
        if (text.length() > 254
                || !mail.matches()
                || NUMERIC.matcher(mail.group(1)).matches()) {
            return null;
        }
        String domain = lower(mail.group(1));
        return domains.stream()
                .map(entry -> lower((String) entry))
                .anyMatch(entry -> entry.startsWith("*.") ? domain.endsWith(entry.substring(1)) : domain.equals(entry));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
