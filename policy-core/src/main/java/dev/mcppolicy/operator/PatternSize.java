package dev.mcppolicy.operator;

import java.util.Arrays;

/**
 * An upper bound on the program that a pattern becomes, found without compiling it: {@code ((a{100}){100}){100}} is
 * 21 characters long and a million instructions. Also bounds the nesting of groups, which the compiler follows by
 * recursion, and what its classes of characters cost the compiler, which repetitions share.
 */
final class PatternSize {
    static final int MAX = 20_000;
    /** The size of a pattern that is not to be compiled. */
    public static final int TOO_LARGE = -1;

    private static final int MAX_DEPTH = 200;
    private static final int MAX_CLASSES = 100_000;
    /** A class such as {@code \pL} has hundreds of ranges. */
    private static final int UNICODE_CLASS = 100;
    /** The last character that has another case, up to which the compiler looks at each character of a folded range. */
    private static final int LAST_FOLDED = 0x1E943;
    /** As many characters are folded in the time of one step. */
    private static final int FOLDED_A_STEP = 32;
    /** What an octal escape can come to. */
    private static final int LAST_SHORT_ESCAPE = 0x1FF;

    private final String pattern;
    /** Whether the pattern may fold case, which is said by a group. */
    private final boolean folds;
    /** The sizes of the sequences around the current one. */
    private long[] outer = new long[8];

    private int depth;
    private int at;
    /** The size of the current sequence, alternatives added up. */
    private long sequence;
    /** The size of the last atom, which a repetition would multiply. */
    private long atom;
    /** What the classes read so far cost. */
    private int classes;

    private PatternSize(String pattern) {
        this.pattern = pattern;
        this.folds = pattern.contains("(?");
    }

    /**
     * The steps that a pattern comes to, those of its classes among them, or {@link #TOO_LARGE} if it is not to be
     * compiled. Of what is no pattern the answer means nothing.
     */
    public static int of(String pattern) {
        if (pattern.length() > MAX) {
            return TOO_LARGE;
        }
        PatternSize size = new PatternSize(pattern);
        return size.isBounded() ? (int) size.sequence + size.classes : TOO_LARGE;
    }

    private boolean isBounded() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            switch (c) {
                case '(' -> {
                    if (depth == MAX_DEPTH) {
                        return false;
                    }
                    if (depth == outer.length) {
                        outer = Arrays.copyOf(outer, 2 * depth);
                    }
                    outer[depth++] = sequence;
                    sequence = 0;
                    atom = 0;
                    at++;
                }
                case ')' -> {
                    long group = sequence + 2;
                    sequence = depth > 0 ? outer[--depth] : 0;
                    at++;
                    add(group);
                }
                case '*', '+', '?' -> {
                    at++;
                    repeat(1);
                }
                case '{' -> readRepetition();
                case '[' -> {
                    skipClass();
                    add(1);
                }
                case '\\' -> readEscape();
                default -> {
                    at++;
                    add(1);
                }
            }
            if (sequence > MAX || atom > MAX || classes > MAX_CLASSES) {
                return false;
            }
        }
        return true;
    }

    private void add(long size) {
        atom = size;
        sequence += size;
    }

    private void repeat(long times) {
        long repeated = Math.min(atom, MAX) * times + times;
        sequence += repeated - atom;
        atom = repeated;
    }

    /** {@code {n}}, {@code {n,}} or {@code {n,m}}; a brace of another form is a literal. */
    private void readRepetition() {
        int close = pattern.indexOf('}', at);
        long most = 0;
        long number = 0;
        boolean open = false;
        for (int i = at + 1; i < close; i++) {
            char c = pattern.charAt(i);
            if (c >= '0' && c <= '9') {
                number = Math.min(number * 10 + (c - '0'), MAX);
                open = false;
            } else if (c == ',') {
                most = Math.max(most, number);
                number = 0;
                open = true;
            } else {
                close = -1;
            }
        }
        if (close < 0) {
            at++;
            add(1);
            return;
        }
        at = close + 1;
        repeat(Math.max(1, Math.max(most, number) + (open ? 1 : 0)));
    }

    private void skipClass() {
        at++;
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        for (boolean first = true; at < pattern.length(); first = false) {
            char c = pattern.charAt(at);
            if (c == ']' && !first) {
                at++;
                return;
            }
            int named = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
            if (c == '-' && folds) {
                classes += Math.min(codePoint(at + 1), LAST_FOLDED) / FOLDED_A_STEP;
            } else if (c == '\\') {
                addUnicodeClass(at);
            }
            at = named >= 0 ? named + 2 : c == '\\' ? at + 2 : at + 1;
            if (classes > MAX_CLASSES) {
                return;
            }
        }
    }

    private void addUnicodeClass(int escape) {
        if (pattern.startsWith("p", escape + 1) || pattern.startsWith("P", escape + 1)) {
            classes += UNICODE_CLASS;
        }
    }

    /** The character that ends a range, or one that is no less where it is written in an odd way. */
    private int codePoint(int from) {
        if (from >= pattern.length()) {
            return 0;
        }
        if (pattern.charAt(from) != '\\') {
            return pattern.codePointAt(from);
        }
        if (!pattern.startsWith("x{", from + 1)) {
            return LAST_SHORT_ESCAPE;
        }
        int value = 0;
        for (int i = from + 3; i < pattern.length() && value <= LAST_FOLDED; i++) {
            int digit = Character.digit(pattern.charAt(i), 16);
            if (digit < 0) {
                break;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private void readEscape() {
        char c = at + 1 < pattern.length() ? pattern.charAt(at + 1) : ' ';
        if (c == 'Q') {
            int end = pattern.indexOf("\\E", at + 2);
            int stop = end < 0 ? pattern.length() : end;
            sequence += stop - at;
            atom = 1;
            at = end < 0 ? stop : end + 2;
            return;
        }
        boolean braced = (c == 'p' || c == 'P' || c == 'x') && pattern.startsWith("{", at + 2);
        int close = braced ? pattern.indexOf('}', at) : -1;
        addUnicodeClass(at);
        at = close < 0 ? at + 2 : close + 1;
        add(1);
    }
}
