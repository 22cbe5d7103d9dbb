package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.text.NearestName;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads conditions of time: {@code during}, {@code not_before} and {@code before}. */
final class TimeReader {
    static final String DURING = "during";
    static final String NOT_BEFORE = "not_before";
    static final String BEFORE = "before";

    /** The keys of which each is a condition of time. */
    static final List<String> KEYS = List.of(DURING, NOT_BEFORE, BEFORE);

    private static final String DAYS = "days";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String ZONE = "zone";
    private static final List<String> DURING_KEYS = List.of(DAYS, FROM, TO, ZONE);
    private static final List<String> DAY_IDS =
            Arrays.stream(DayOfWeek.values()).map(TimeSpan.During::idOf).toList();

    /** What digits stand for in shapes. */
    private static final char DIGIT = '0';

    private static final String TIME_SHAPE = "00:00";
    private static final String INSTANT_SHAPE = "0000-00-00T00:00";

    private final Problems problems;

    TimeReader(Problems problems) {
        this.problems = problems;
    }

    /** The span of a condition of time, or null if it is none, which is reported. */
    @Nullable
    TimeSpan read(ObjectNode.Member member) {
        if (member.name().equals(DURING)) {
            ObjectNode object = ObjectFields.object(member.value(), problems);
            return object == null ? null : during(object);
        }
        Instant instant = instant(member.value());
        if (instant == null) {
            return null;
        }
        return member.name().equals(BEFORE) ? new TimeSpan.Before(instant) : new TimeSpan.NotBefore(instant);
    }

    private @Nullable TimeSpan during(ObjectNode object) {
        ObjectFields fields = ObjectFields.of(object, DURING_KEYS, problems);
        Set<DayOfWeek> days = days(fields.get(DAYS));
        Node fromNode = fields.get(FROM);
        Node toNode = fields.get(TO);
        if ((fromNode == null) != (toNode == null)) {
            fields.require(
                    fromNode == null ? FROM : TO, "`from` and `to` stand together; without both, days are whole");
        }
        LocalTime from = fromNode == null ? null : time(fromNode);
        LocalTime to = toNode == null ? null : time(toNode);
        Node zoneNode = fields.require(ZONE, "write `zone: Europe/Berlin`, or `zone: UTC`");
        ZoneId zone = zoneNode == null ? null : Zones.read(zoneNode, problems);
        boolean isWhole = fromNode == null && toNode == null;
        boolean isTimed = from != null && to != null;
        return days == null || zone == null || !(isWhole || isTimed) ? null : new TimeSpan.During(days, from, to, zone);
    }

    private @Nullable Set<DayOfWeek> days(@Nullable Node node) {
        if (node == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        ListNode list = ObjectFields.list(node, problems);
        if (list == null) {
            return null;
        }
        if (list.elements().isEmpty() && !list.isTorn()) {
            problems.report(Diagnostic.NO_DAYS, list, "leave `days` out for all of them");
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (Node element : list.elements()) {
            DayOfWeek day = day(element);
            if (day != null && !days.add(day)) {
                problems.report(Diagnostic.REPEATED_DAY, element, null, TimeSpan.During.idOf(day));
            }
        }
        return days.isEmpty() || days.size() < list.elements().size() ? null : days;
    }

    private @Nullable DayOfWeek day(Node node) {
        String id = ObjectFields.word(node, problems);
        if (id == null) {
            return null;
        }
        int index = DAY_IDS.indexOf(id);
        if (index < 0) {
            String start = id.toLowerCase(Locale.ROOT);
            String meant =
                    DAY_IDS.stream().filter(start::startsWith).findFirst().orElse(null);
            problems.report(
                    Diagnostic.UNKNOWN_DAY,
                    node,
                    meant != null ? NearestName.didYouMean(meant) : "write one of " + String.join(", ", DAY_IDS),
                    Quoted.of(id));
            return null;
        }
        return DayOfWeek.of(index + 1);
    }

    private @Nullable LocalTime time(Node node) {
        String text = ObjectFields.word(node, problems);
        if (text == null) {
            return null;
        }
        if (hasShape(text, TIME_SHAPE)) {
            try {
                return LocalTime.parse(text);
            } catch (DateTimeException e) {
                // Told below.
            }
        }
        problems.report(
                Diagnostic.BAD_TIME_OF_DAY,
                node,
                text.equals("24:00")
                        ? "write `00:00`: what does not end after it began ends on the next day"
                        : "write hours and minutes, as `09:00`",
                Quoted.of(text));
        return null;
    }

    private @Nullable Instant instant(Node node) {
        String text = ObjectFields.word(node, problems);
        if (text == null) {
            return null;
        }
        if (isInstant(text)) {
            try {
                return checked(OffsetDateTime.parse(text).toInstant());
            } catch (IllegalArgumentException | DateTimeException e) {
                // Told below.
            }
        }
        problems.report(
                Diagnostic.BAD_INSTANT,
                node,
                "write it as `2026-01-15T12:00:00Z`, or with an offset in the place of the `Z`",
                Quoted.of(text));
        return null;
    }

    /** The instant itself, if a span can begin at it. */
    private static Instant checked(Instant instant) {
        return new TimeSpan.NotBefore(instant).instant();
    }

    /** A date, a time with or without seconds and parts of one, and {@code Z} or an offset of hours and minutes. */
    private static boolean isInstant(String text) {
        if (text.length() < INSTANT_SHAPE.length()
                || !hasShape(text.substring(0, INSTANT_SHAPE.length()), INSTANT_SHAPE)) {
            return false;
        }
        int at = INSTANT_SHAPE.length();
        if (at + 3 <= text.length() && hasShape(text.substring(at, at + 3), ":00")) {
            at += 3;
            if (at < text.length() && text.charAt(at) == '.') {
                int end = at + 1;
                while (end < text.length() && isDigit(text.charAt(end))) {
                    end++;
                }
                if (end == at + 1 || end > at + 10) {
                    return false;
                }
                at = end;
            }
        }
        String offset = text.substring(at);
        return offset.equals("Z") || hasShape(offset, "+00:00") || hasShape(offset, "-00:00");
    }

    private static boolean hasShape(String text, String shape) {
        if (text.length() != shape.length()) {
            return false;
        }
        for (int i = 0; i < shape.length(); i++) {
            boolean fits = shape.charAt(i) == DIGIT ? isDigit(text.charAt(i)) : text.charAt(i) == shape.charAt(i);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
