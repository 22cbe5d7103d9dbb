package dev.mcppolicy.model;

import java.util.Arrays;

/**
 * An upper bound on the program that a pattern becomes, found without compiling it: {@code ((a{100}){100}){100}} is
 * 21 characters long and a million instructions. Also bounds the nesting of groups, which the compiler follows by
 * recursion.
 */
final class PatternSize {
    static final int MAX = 20_000;
    private static final int MAX_DEPTH = 200;

    private final String pattern;
    /** The sizes of the sequences around the current one. */
    private long[] outer = new long[8];

    private int depth;
    private int at;
    /** The size of the current sequence, alternatives added up. */
    private long sequence;
    /** The size of the last atom, which a repetition would multiply. */
    private long atom;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    /** Whether a pattern is small enough to be compiled. Of what is no pattern the answer means nothing. */
    static boolean isBounded(String pattern) {
        return pattern.length() <= MAX && new PatternSize(pattern).isBounded();
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
            if (sequence > MAX || atom > MAX) {
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
            at = named >= 0 ? named + 2 : c == '\\' ? at + 2 : at + 1;
        }
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
        at = close < 0 ? at + 2 : close + 1;
        add(1);
    }
}
