package dev.mcppolicy.testkit.contract;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * Callers of a store in virtual threads that have one carrier together, in a process of the newest JDK of this machine: one that
 * keeps the carrier while it waits for the store lets no other begin.
 */
public final class VirtualCallers {
    /** What is told of callers that kept no carrier. */
    public static final String ALL_WAITED = "all waited together, and all were answered";

    private static final Path JDKS = Path.of("/usr/lib/jvm");
    private static final int CALLERS = 20;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final int LONGEST_SECONDS = 15;

    private VirtualCallers() {}

    /**
     * Runs a program that writes what {@link #waitTogether} answers, with this process's class path. Where there is no JDK that has virtual
     * threads the test is skipped, unless the variable {@code CI} is {@code true}.
     *
     * @param program has a main method
     * @param arguments its arguments
     * @return what it has written
     * @throws IOException if it cannot be run
     * @throws InterruptedException if the thread is interrupted while it waits for its end
     */
    public static String run(Class<?> program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                newestJdk().resolve("bin").resolve("java").toString(),
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int unused = process.waitFor();
        return output;
    }

    private static Path newestJdk() throws IOException {
        Path newest = null;
        int feature = FIRST_WITH_VIRTUAL_THREADS - 1;
        if (Files.isDirectory(JDKS)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(JDKS)) {
                for (Path home : homes) {
                    if (Files.isExecutable(home.resolve("bin").resolve("java")) && feature(home) > feature) {
                        newest = home;
                        feature = feature(home);
                    }
                }
            }
        }
        if (newest == null) {
            String missing = "no JDK with virtual threads is installed in " + JDKS;
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(missing);
            }
            return Assumptions.abort(missing);
        }
        return newest;
    }

    /** The first number of its version, which a JDK states in a file of properties; 0 if it does not. */
    private static int feature(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.exists(release)) {
            return 0;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        }
        String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        try {
            return Runtime.Version.parse(version).feature();
        } catch (IllegalArgumentException e) {
            // Of the time before versions had this form.
            return 0;
        }
    }

    /**
     * Has callers ask a store that answers none, until all have begun; then it answers, and all end.
     *
     * @param call asks the store, which does not answer until it is let
     * @param answering lets it
     * @return {@link #ALL_WAITED}, or how many did and were answered, where one has kept the carrier or has failed
     * @throws InterruptedException if the thread is interrupted while it waits for them
     * @throws ReflectiveOperationException if the JDK has no virtual threads
     */
    public static String waitTogether(Runnable call, Runnable answering)
            throws InterruptedException, ReflectiveOperationException {
        CountDownLatch begun = new CountDownLatch(CALLERS);
        AtomicInteger answered = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Runnable caller = () -> {
                begun.countDown();
                call.run();
                answered.incrementAndGet();
            };
            callers.add((Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, caller));
        }
        boolean unused = begun.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        long waiting = CALLERS - begun.getCount() - answered.get();
        answering.run();
        for (Thread caller : callers) {
            caller.join();
        }
        return waiting == CALLERS && answered.get() == CALLERS
                ? ALL_WAITED
                : waiting + " of " + CALLERS + " waited together, and " + answered + " were answered";
    }
}
