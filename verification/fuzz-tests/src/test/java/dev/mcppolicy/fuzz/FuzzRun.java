package dev.mcppolicy.fuzz;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One run of the fuzzer over one target, in a process of its own. */
final class FuzzRun {
    private static final Path RUNS = Path.of("target", "fuzz");
    private static final Path WORDS = Path.of("src", "test", "resources", "policy.dict");
    /** Code whose branches and comparisons guide the fuzzer: ours, and that of the libraries which see the input. */
    private static final String INSTRUMENTED = "dev.mcppolicy.**:tools.jackson.**:org.snakeyaml.**:com.networknt.**";

    private FuzzRun() {}

    /** Where a target's run leaves what it finds, as {@code crash-*}. */
    static Path directory(Target target) {
        return RUNS.resolve(target.name().toLowerCase(Locale.ROOT));
    }

    /** Compiles quickly, since the run is over before it pays to compile well, and knows of no run before. */
    static List<String> shortCommand(Target target, String... limits) throws IOException {
        return command(
                List.of("-XX:TieredStopAtLevel=1"),
                target,
                emptied(directory(target).resolve("short")),
                limits);
    }

    /** Goes on from the inputs that runs before have kept. */
    static List<String> longCommand(Target target, String... limits) throws IOException {
        return command(
                List.of(), target, Files.createDirectories(directory(target).resolve("kept")), limits);
    }

    private static List<String> command(List<String> jvm, Target target, Path kept, String... limits)
            throws IOException {
        Path directory = directory(target);
        Path seeds = emptied(directory.resolve("seeds"));
        int number = 0;
        for (byte[] seed : target.seeds()) {
            Files.write(seeds.resolve(String.format(Locale.ROOT, "%04d", number++)), seed);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.addAll(jvm);
        command.addAll(List.of(
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.entry().getName(),
                "--instrumentation_includes=" + INSTRUMENTED,
                "--custom_hook_includes=" + INSTRUMENTED,
                "--reproducer_path=" + directory,
                "-artifact_prefix=" + directory + "/",
                "-dict=" + WORDS,
                "-timeout=120",
                "-max_len=8192"));
        command.addAll(List.of(limits));
        command.add(kept.toString());
        command.add(seeds.toString());
        return command;
    }

    private static Path emptied(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        return directory;
    }

    /** Fuzzes each target that is named, or every one, for so many seconds; fails if anything was found. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<Target> targets = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            targets.add(Target.valueOf(args[i].toUpperCase(Locale.ROOT)));
        }
        int code = 0;
        for (Target target : targets.isEmpty() ? Target.single() : targets) {
            Process fuzzer = new ProcessBuilder(longCommand(target, "--keep_going=10", "-max_total_time=" + args[0]))
                    .inheritIO()
                    .start();
            code = Math.max(code, fuzzer.waitFor());
        }
        System.exit(code);
    }
}
