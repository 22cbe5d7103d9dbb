package dev.mcppolicy.format.document;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of a document. */
public final class ListNode extends Node {
    private final List<Node> elements = new ArrayList<>(4);

    ListNode(@Nullable Node parent, int index, int offset) {
        super(parent, index, offset);
    }

    public List<Node> elements() {
        return elements;
    }

    void add(Node element) {
        elements.add(element);
    }

    @Override
    String token(int index) {
        return Integer.toString(index);
    }

    @Override
    @Nullable
    public Node child(String token) {
        boolean isIndex = !token.isEmpty()
                && token.length() <= 9
                && token.chars().allMatch(c -> c >= '0' && c <= '9')
                && (token.length() == 1 || token.charAt(0) != '0');
        int index = isIndex ? Integer.parseInt(token) : Integer.MAX_VALUE;
        return index < elements.size() ? elements.get(index) : null;
    }

    @Override
    String kind() {
        return "a list";
    }

    @Override
    public List<@Nullable Object> json() {
        List<@Nullable Object> list = new ArrayList<>(elements.size());
        elements.forEach(element -> list.add(element.json()));
        return list;
    }
}
