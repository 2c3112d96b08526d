package io.keyline.console;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The HTTP API for employees and operators. A Camel context of its own: what operators write in routes/ can neither shadow its paths nor see its
 * requests, and a flood of requests takes no thread of theirs.
 */
public final class Api implements AutoCloseable {

    /** Names the employee who acts, with the token of the hub's own making only. */
    public static final String AS_HEADER = "Keyline-Employee";
    /** Each may hold a connection to the database, of which turns need most. */
    private static final int WORKERS = 4;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final VertxPlatformHttpServer server;

    private Api(String host, int port, List<Operation> operations) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(host);
        configuration.setBindPort(port);
        configuration.setMaxBodySize((long) operations.stream().mapToInt(Operation::largest).max().orElse(0));
        configuration.getBodyHandler().setHandleFileUploads(false);
        configuration.getBodyHandler().setMergeFormAttributes(false);
        server = new VertxPlatformHttpServer(configuration);
    }

    /**
     * Starts to serve.
     *
     * @param port 0: any free one
     * @throws IllegalStateException if the port is taken
     */
    public static Api start(String host, int port, Employees employees, List<Operation> operations) throws Exception {
        refuseIfTaken(host, port);
        Api api = new Api(host, port, operations);
        try {
            api.run(employees, operations);
            return api;
        } catch (Exception e) {
            api.close();
            throw e;
        }
    }

    /** Of a port that is taken Camel only warns, and goes on without a server. */
    private static void refuseIfTaken(String host, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return;
        } catch (IOException e) {
            throw new IllegalStateException("the API cannot listen on " + host + ":" + port + " (" + e.getMessage()
                    + "): set api.host and api.port, or end the program that has that port");
        }
    }

    private void run(Employees employees, List<Operation> operations) throws Exception {
        camel.disableJMX();
        camel.getRegistry().bind("vertx", Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS).setEventLoopPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))));
        camel.addService(server);
        camel.addRoutes(new OperationRoutes(employees, operations));
        camel.start();
        frame(VertxPlatformHttpRouter.lookup(camel, VertxPlatformHttpRouter.getRouterNameFromPort(server.getConfigurationPort())),
                operations);
    }

    /** Before the routes: headers that Camel would leave out. After them: what no route takes, or fails before one sees it. */
    private static void frame(Router router, List<Operation> operations) {
        router.route().order(-1).handler(context -> {
            context.response().putHeader("Cache-Control", "no-store").putHeader("X-Content-Type-Options", "nosniff");
            if (announced(context) > largest(context, operations)) {
                refuse(context, 413); // before it is read; one that announces nothing is measured afterwards
            } else {
                context.next();
            }
        });
        router.route().last().handler(context -> refuse(context, operations.stream().anyMatch(one -> one.isAt(context.normalizedPath())) ? 405 : 404))
                .failureHandler(context -> refuse(context, Math.max(400, context.statusCode())));
    }

    private static long announced(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }

    private static int largest(RoutingContext context, List<Operation> operations) {
        return operations.stream().filter(one -> one.isAt(context.normalizedPath())).mapToInt(Operation::largest).max().orElse(0);
    }

    private static void refuse(RoutingContext context, int status) {
        context.response().setStatusCode(status).putHeader("Content-Type", "application/problem+json")
                .end(new ProblemException(status, switch (status) {
                    case 404 -> "there is no such path";
                    case 405 -> "this path takes another method";
                    case 413 -> "the body is larger than this path takes";
                    default -> "the request cannot be taken";
                }).body().toString());
    }

    /** The port that it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Returns when the requests under way are answered. */
    @Override
    public void close() {
        camel.stop();
    }
}
