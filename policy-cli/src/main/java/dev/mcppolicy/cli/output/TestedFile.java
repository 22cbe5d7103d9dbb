package dev.mcppolicy.cli.output;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of the tests of one file.
 *
 * @param file the file
 * @param results one for each test, in the file's order
 */
public record TestedFile(Path file, List<TestResult> results) {
    public TestedFile {
        results = List.copyOf(results);
    }

    public long count(TestResult.Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }

    public static long count(List<TestedFile> files, TestResult.Verdict verdict) {
        return files.stream().mapToLong(file -> file.count(verdict)).sum();
    }

    public static long count(List<TestedFile> files) {
        return files.stream().mapToLong(file -> file.results().size()).sum();
    }
}
