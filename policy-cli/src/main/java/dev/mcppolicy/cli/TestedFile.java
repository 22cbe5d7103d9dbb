package dev.mcppolicy.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of the tests of one file.
 *
 * @param file the file
 * @param results one for each test, in the file's order
 */
record TestedFile(Path file, List<TestResult> results) {
    TestedFile {
        results = List.copyOf(results);
    }

    long count(TestResult.Verdict verdict) {
        return results.stream().filter(result -> result.verdict() == verdict).count();
    }

    static long count(List<TestedFile> files, TestResult.Verdict verdict) {
        return files.stream().mapToLong(file -> file.count(verdict)).sum();
    }

    static long count(List<TestedFile> files) {
        return files.stream().mapToLong(file -> file.results().size()).sum();
    }
}
