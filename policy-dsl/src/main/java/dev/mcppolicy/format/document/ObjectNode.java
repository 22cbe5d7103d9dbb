package dev.mcppolicy.format.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a document: its members in order, duplicates kept. */
public final class ObjectNode extends Node {
    private static final int SMALL = 8;

    /**
     * One member.
     *
     * @param name its name
     * @param nameOffset where the name stands, or {@link #NOT_KEPT}
     * @param value its value
     * @param misnamed whether a problem of the name has been reported
     */
    public record Member(String name, int nameOffset, Node value, boolean misnamed) {
        /** In JSON the place of a name is told from that of its value. */
        static final int NOT_KEPT = -1;

        /** Where the name stands in its document. */
        public int offset(ParsedDocument document) {
            return nameOffset == NOT_KEPT ? JsonSyntax.nameBefore(value.offset(), document.text()) : nameOffset;
        }
    }

    private final List<Member> members = new ArrayList<>(6);
    private @Nullable Map<String, Member> byName;

    ObjectNode(@Nullable Node parent, int index, int offset) {
        super(parent, index, offset);
    }

    public List<Member> members() {
        return members;
    }

    void add(String name, int nameOffset, Node value, boolean misnamed) {
        Member member = new Member(name, nameOffset, value, misnamed);
        members.add(member);
        if (byName != null) {
            byName.putIfAbsent(name, member);
        } else if (members.size() > SMALL) {
            Map<String, Member> index = new HashMap<>();
            members.forEach(each -> index.putIfAbsent(each.name(), each));
            byName = index;
        }
    }

    /** The first member of a name, or null. */
    @Nullable
    public Member find(String name) {
        if (byName != null) {
            return byName.get(name);
        }
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).name().equals(name)) {
                return members.get(i);
            }
        }
        return null;
    }

    @Override
    String token(int index) {
        return members.get(index).name();
    }

    @Override
    @Nullable
    public Node child(String token) {
        Member member = find(token);
        return member == null ? null : member.value();
    }

    @Override
    String kind() {
        return "an object";
    }

    @Override
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        members.forEach(member -> map.put(member.name(), member.value().json()));
        return map;
    }
}
