package dev.mcppolicy.cli.operation;

import dev.mcppolicy.cli.command.ExitCode;
import dev.mcppolicy.cli.input.BadInputException;
import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.text.VisibleText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code counters reset}: sets counters back to zero. */
@Command(
        name = "reset",
        description = {
            "Sets the counters of some ids back to zero. All of them are looked for before the first is set back.",
            "",
            "Exit code 0 if it is done, 2 if one of them is no counter whose window runs; nothing is changed then.",
            ""
        },
        footer = {"", "Example:", "  mcp-policy counters reset 7b2afc02f9e3"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CountersResetCommand implements Callable<Integer> {
    private final Console screen;
    private final InstantSource clock;

    @Mixin
    private CountersOptions options;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The counters, by the ids that list shows.")
    private List<String> ids;

    CountersResetCommand(Console screen, InstantSource clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        screen.print(options.format.writeReset(options.ask(this::reset)));
        return ExitCode.OK;
    }

    private List<CounterUsage> reset(CounterStore store) {
        List<CounterUsage> counters = options.list(store, clock.millis());
        List<CounterUsage> chosen = new ArrayList<>();
        Set<String> wanted = new LinkedHashSet<>(ids);
        for (String id : wanted) {
            List<CounterUsage> found = counters.stream()
                    .filter(usage -> CounterId.of(usage.key()).equals(id))
                    .toList();
            if (found.size() != 1) {
                throw new BadInputException("`" + VisibleText.of(id) + "` is the id of "
                        + (found.isEmpty() ? "no counter whose window runs" : "several counters")
                        + ", and nothing was set back");
            }
            chosen.addAll(found);
        }
        chosen.forEach(usage -> store.reset(usage.key()));
        return chosen;
    }
}
