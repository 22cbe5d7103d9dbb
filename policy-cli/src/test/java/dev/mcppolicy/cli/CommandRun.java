package dev.mcppolicy.cli;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.cli.output.StandardInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * What came of one command.
 *
 * @param code the exit code
 * @param out the answers, with the folder of the files left out
 * @param err the rest, likewise
 */
public record CommandRun(int code, String out, String err) {
    /** The files that commands are given. */
    public record Folder(Path path) {
        public Folder with(String name, String text) {
            try {
                Files.writeString(path.resolve(name), text);
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Runs a command in a pipe. An argument that names a file of the folder means that file. */
        public CommandRun run(String... args) {
            return run(false, false, args);
        }

        public CommandRun run(boolean outIsTerminal, boolean errIsTerminal, String... args) {
            return run(InstantSource.system(), outIsTerminal, errIsTerminal, args);
        }

        /** Runs a command in a pipe, by a clock. */
        public CommandRun run(InstantSource clock, String... args) {
            return run(clock, false, false, args);
        }

        /** Runs a command in a pipe, with something to read by standard input. */
        public CommandRun runWith(String input, String... args) {
            return run(input, InstantSource.system(), false, false, args);
        }

        /** Runs a command at a terminal, by a clock, with what a person types. */
        public CommandRun type(String input, InstantSource clock, String... args) {
            return run(input, clock, true, true, args);
        }

        private CommandRun run(InstantSource clock, boolean outIsTerminal, boolean errIsTerminal, String... args) {
            return run("", clock, outIsTerminal, errIsTerminal, args);
        }

        private CommandRun run(
                String input, InstantSource clock, boolean outIsTerminal, boolean errIsTerminal, String... args) {
            String[] resolved = Arrays.stream(args)
                    .map(arg -> isThere(arg) ? path + "/" + arg : arg)
                    .toArray(String[]::new);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int code = Main.run(
                    new Console(
                            new StandardInput(
                                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                                    outIsTerminal && errIsTerminal),
                            new PrintStream(out, false, StandardCharsets.UTF_8),
                            new PrintStream(err, false, StandardCharsets.UTF_8),
                            outIsTerminal,
                            errIsTerminal,
                            true),
                    clock,
                    resolved);
            return new CommandRun(code, shown(out), shown(err));
        }

        private boolean isThere(String name) {
            try {
                return !name.isEmpty() && Files.exists(path.resolve(name));
            } catch (InvalidPathException e) {
                return false;
            }
        }

        private String shown(ByteArrayOutputStream bytes) {
            return bytes.toString(StandardCharsets.UTF_8).replace(path + "/", "");
        }
    }
}
