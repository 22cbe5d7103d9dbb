package dev.mcppolicy.cli;

import dev.mcppolicy.text.NearestName;
import dev.mcppolicy.text.VisibleText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with how the command line was called, and where to read how it is called. */
final class UsageProblem {
    private static final int LONGEST_QUOTE = 80;
    /** Ends what the parser says before the words of a converter. */
    private static final String BEFORE_REASON = "': ";

    /** What other tools call a command of this one. */
    private static final Map<String, String> ELSEWHERE = Map.of("scan", "draft", "init", "draft", "generate", "draft");

    private final ParameterException failure;
    private final CommandSpec command;
    private final List<String> args;

    private UsageProblem(ParameterException failure, String... args) {
        this.failure = failure;
        this.command = failure.getCommandLine().getCommandSpec();
        this.args = List.of(args);
    }

    /** The problem in lines. */
    static String text(ParameterException failure, String... args) {
        UsageProblem problem = new UsageProblem(failure, args);
        return problem.message() + "\ntry `" + problem.command.qualifiedName() + " --help`\n";
    }

    private String message() {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched().get(0));
        }
        if (failure instanceof MissingParameterException missing) {
            return missing(missing.getMissing());
        }
        if (failure instanceof OverwrittenOptionException twice) {
            return quoted(name(twice.getOverwritten())) + " is given twice";
        }
        if (failure instanceof MutuallyExclusiveArgsException) {
            return "these options exclude each other: " + excluding();
        }
        if (failure.getArgSpec() != null) {
            return name(failure.getArgSpec()) + ": " + badValue(failure.getArgSpec());
        }
        if (!command.subcommands().isEmpty()) {
            return "missing command\n\n" + commands();
        }
        return VisibleText.of(String.valueOf(failure.getMessage()));
    }

    private String unmatched(String argument) {
        if (argument.length() > 1 && argument.startsWith("-")) {
            int value = argument.indexOf('=');
            String option = value < 0 ? argument : argument.substring(0, value);
            return "unknown option " + quoted(option) + nearest(option, options());
        }
        return command.subcommands().isEmpty()
                ? "there is one argument too many, " + quoted(argument)
                : "unknown command " + quoted(argument) + nearestCommand(argument);
    }

    /** The command that is meant, by its letters or by what others call it. */
    private String nearestCommand(String given) {
        String other = ELSEWHERE.get(given);
        return other != null && command.subcommands().containsKey(other)
                ? " (" + NearestName.didYouMean(other) + ")"
                : NearestName.help(given, command.subcommands().keySet());
    }

    private List<String> options() {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .toList();
    }

    /** A question where a name is near; a list of all options is what help is for. */
    private static String nearest(String given, List<String> names) {
        return NearestName.to(given, names)
                .map(name -> " (" + NearestName.didYouMean(name) + ")")
                .orElse("");
    }

    private String missing(List<ArgSpec> missing) {
        ArgSpec first = missing.get(0);
        if (first instanceof OptionSpec option && isGiven(option)) {
            return quoted(option.longestName()) + " needs a value, " + quoted(option.paramLabel());
        }
        return "missing "
                + missing.stream().map(arg -> quoted(usage(arg))).distinct().collect(Collectors.joining(", "));
    }

    private boolean isGiven(OptionSpec option) {
        return args.stream().anyMatch(arg -> Arrays.stream(option.names())
                .anyMatch(name -> arg.equals(name) || arg.startsWith(name + "=")));
    }

    private static String usage(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() + " " + option.paramLabel() : arg.paramLabel();
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    /** The options of the parser's list, which it gives in words only. */
    private String excluding() {
        return command.options().stream()
                .filter(option -> option.group() != null && isGiven(option))
                .map(option -> quoted(option.longestName()))
                .collect(Collectors.joining(", "));
    }

    private String badValue(ArgSpec arg) {
        Class<?> type = arg.auxiliaryTypes()[0];
        if (arg.typeInfo().isMap()) {
            return "expected " + quoted(arg.paramLabel()) + notGiven();
        }
        if (type.isEnum()) {
            List<String> names = Arrays.stream(type.getEnumConstants())
                    .map(each -> ((Enum<?>) each).name().toLowerCase(Locale.ROOT))
                    .toList();
            String given = Objects.requireNonNullElse(failure.getValue(), "");
            return "unknown value " + quoted(given) + NearestName.help(given, names);
        }
        if (type == Integer.class || type == Long.class || type == int.class || type == long.class) {
            return "expected a whole number" + notGiven();
        }
        String words = String.valueOf(failure.getMessage());
        int reason = words.indexOf(BEFORE_REASON);
        return VisibleText.of(reason < 0 ? words : words.substring(reason + BEFORE_REASON.length()));
    }

    private String notGiven() {
        @Nullable String given = failure.getValue();
        return given == null ? "" : ", not " + quoted(given);
    }

    private String commands() {
        return new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF)).commandList();
    }

    private static String quoted(String text) {
        return "`" + VisibleText.of(text, LONGEST_QUOTE) + "`";
    }
}
