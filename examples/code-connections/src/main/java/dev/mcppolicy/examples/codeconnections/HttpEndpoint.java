package dev.mcppolicy.examples.codeconnections;

import io.modelcontextprotocol.server.transport.DefaultServerTransportSecurityValidator;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Streamable HTTP on 127.0.0.1, in an embedded Tomcat. */
final class HttpEndpoint implements AutoCloseable {
    private static final String PATH = "/mcp";
    /** Held, because loggers are kept by weak references and forget their level. */
    private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector = new Connector();
    private final HttpServletStreamableServerTransportProvider transport;

    HttpEndpoint(int port) throws IOException {
        TOMCAT_LOG.setLevel(Level.WARNING);
        transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint(PATH)
                .httpHeaderValidator(DefaultServerTransportSecurityValidator.builder()
                        .allowedHosts(List.of("127.0.0.1:*", "localhost:*"))
                        .allowedOrigins(List.of("http://127.0.0.1:*", "http://localhost:*"))
                        .build())
                .build();
        tomcat.setBaseDir(Files.createTempDirectory("code-connections").toString());
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(port);
        connector.setThrowOnFailure(true);
        tomcat.setConnector(connector);
    }

    HttpServletStreamableServerTransportProvider transport() {
        return transport;
    }

    /** Serves until the process is told to end. */
    void serve() throws IOException {
        Context context = tomcat.addContext("", null);
        Wrapper servlet = Tomcat.addServlet(context, "mcp", transport);
        servlet.setAsyncSupported(true);
        servlet.addMapping(PATH);
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IOException("port " + connector.getPort() + " cannot be served", e);
        }
        System.err.println("code-connections: listening at http://127.0.0.1:" + connector.getLocalPort() + PATH);
        tomcat.getServer().await();
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException("the endpoint did not stop", e);
        }
    }
}
