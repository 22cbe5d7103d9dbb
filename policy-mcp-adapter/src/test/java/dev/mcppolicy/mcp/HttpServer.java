package dev.mcppolicy.mcp;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A guarded server on streamable HTTP at 127.0.0.1. */
final class HttpServer implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final Connector connector = new Connector();
    private final McpSyncServer server;

    HttpServer(Path base, PolicyEnforcer enforcer) throws Exception {
        this(base, enforcer, Duration.ofMinutes(1));
    }

    /** As the other, on a server that waits no longer than a time-out for what it asks its clients. */
    HttpServer(Path base, PolicyEnforcer enforcer, Duration requestTimeout) throws Exception {
        this(base, enforcer, requestTimeout, enforcer::checkAnswers);
    }

    /** As the others, on a transport that is the servlet's or around it. */
    HttpServer(
            Path base,
            PolicyEnforcer enforcer,
            Duration requestTimeout,
            UnaryOperator<McpStreamableServerTransportProvider> around)
            throws Exception {
        HttpServletStreamableServerTransportProvider transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/mcp")
                .contextExtractor(
                        RequestContext.extractor(HttpServletRequest::getHeaders, HttpServletRequest::getUserPrincipal))
                .build();
        server = Servers.guarded(McpServer.sync(around.apply(transport)), enforcer)
                .requestTimeout(requestTimeout)
                .build();
        tomcat.setBaseDir(base.toString());
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Wrapper servlet = Tomcat.addServlet(context, "mcp", transport);
        servlet.setAsyncSupported(true);
        servlet.addMapping("/mcp");
        tomcat.start();
    }

    String url() {
        return "http://127.0.0.1:" + connector.getLocalPort();
    }

    McpSyncServer sdk() {
        return server;
    }

    /** A client that sends a bearer token with every request. */
    McpSyncClient client(String token) {
        return client(token, options -> options);
    }

    /** As {@link #client(String)}, with further options. */
    McpSyncClient client(String token, UnaryOperator<McpClient.SyncSpec> options) {
        McpSyncClient client = options.apply(McpClient.sync(HttpClientStreamableHttpTransport.builder(url())
                        .endpoint("/mcp")
                        .addHttpRequestCustomizer((request, method, uri, body, context) ->
                                request.header("Authorization", "Bearer " + token))
                        .build()))
                .build();
        client.initialize();
        return client;
    }

    @Override
    public void close() throws LifecycleException {
        server.close();
        tomcat.stop();
        tomcat.destroy();
    }
}
