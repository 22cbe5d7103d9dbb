package dev.mcppolicy.examples.codeconnections;

import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.format.PolicyFile;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The policy that the command line names, or the one that comes with the server. */
final class PolicyChoice {
    private static final String DEFAULT = "/policies/code-connections.policy.json";

    private PolicyChoice() {}

    /** Follows the file as it changes, or stays with the policy that comes with the server. */
    static PolicySource follow(Optional<Path> file) throws IOException {
        return file.isPresent() ? PolicyFile.watch(file.get()) : PolicySource.of(read(file));
    }

    static Policy read(Optional<Path> file) throws IOException {
        if (file.isPresent()) {
            return PolicyReader.read(file.get());
        }
        URI location = defaultLocation();
        if (!"jar".equals(location.getScheme())) {
            return PolicyReader.read(Path.of(location));
        }
        try (FileSystem jar = FileSystems.newFileSystem(location, Map.of())) {
            return PolicyReader.read(jar.getPath(DEFAULT));
        }
    }

    private static URI defaultLocation() {
        try {
            return Objects.requireNonNull(PolicyChoice.class.getResource(DEFAULT), DEFAULT)
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
