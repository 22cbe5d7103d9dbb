package dev.mcppolicy.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The calls that every contender judges in turn: {@value #SIZE} of them, about 63% of which the common policy allows.
 * The same on every run.
 */
final class CallMix {
    static final int SIZE = 256;

    /** How many calls of the mix the common policy allows. */
    static final int ALLOWED = 162;

    private static final long SEED = 20_260_115;

    private static final String[] WORDS = {"login", "search", "billing", "export", "retry", "audit", "cache", "upload"};

    /** The member names are one object each in all calls, as a JSON reader makes them, and not the policy's own. */
    private static final String AMOUNT = fresh("amount");

    private static final String CURRENCY = fresh("currency");
    private static final String BRANCH = fresh("branch");

    private final SplittableRandom random = new SplittableRandom(SEED);

    private CallMix() {}

    /** The mix: allowed, too large, of another currency, on another branch, of another tool. */
    static Call[] mixed() {
        CallMix mix = new CallMix();
        List<Call> calls = new ArrayList<>(
                IntStream.range(0, SIZE).mapToObj(mix::callOfKind).toList());
        Collections.shuffle(calls, new Random(SEED));
        return calls.toArray(Call[]::new);
    }

    /** Calls that the common policy allows. */
    static Call[] allowed() {
        CallMix mix = new CallMix();
        return calls(mix::allowedCall);
    }

    /** Calls that the first rule of the common policy denies. */
    static Call[] tooLarge() {
        CallMix mix = new CallMix();
        return calls(mix::tooLargeCall);
    }

    /** Calls that the last rule of the common policy denies. */
    static Call[] onAnotherBranch() {
        CallMix mix = new CallMix();
        return calls(mix::otherBranchCall);
    }

    /** Calls that would be allowed if they were of the tool of the common policy. */
    static Call[] ofTool(String tool) {
        return Stream.of(allowed())
                .map(call -> new Call(fresh(tool), call.arguments()))
                .toArray(Call[]::new);
    }

    private static Call[] calls(Supplier<Call> next) {
        return Stream.generate(next).limit(SIZE).toArray(Call[]::new);
    }

    private Call callOfKind(int number) {
        if (number < ALLOWED) {
            return allowedCall();
        }
        return switch (number % 4) {
            case 0 -> tooLargeCall();
            case 1 -> call("create_charge", random.nextInt(50_001), "gbp", "feat/");
            case 2 -> otherBranchCall();
            default -> call("list_charges", random.nextInt(50_001), currency(), "feat/");
        };
    }

    private Call allowedCall() {
        return call("create_charge", random.nextInt(50_001), currency(), "feat/");
    }

    private Call tooLargeCall() {
        return call("create_charge", 50_001 + random.nextInt(1_000_000), currency(), "feat/");
    }

    private Call otherBranchCall() {
        return call("create_charge", random.nextInt(50_001), currency(), "fix/");
    }

    private String currency() {
        return random.nextBoolean() ? "usd" : "eur";
    }

    private Call call(String tool, int amount, String currency, String branchKind) {
        String branch = branchKind + WORDS[random.nextInt(WORDS.length)] + "-" + random.nextInt(10_000);
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put(AMOUNT, amount);
        arguments.put(CURRENCY, fresh(currency));
        arguments.put(BRANCH, branch);
        return new Call(fresh(tool), arguments);
    }

    /** An equal string that is another object, so that nobody profits from comparing a string with itself. */
    static String fresh(String text) {
        return String.valueOf(text.toCharArray());
    }
}
