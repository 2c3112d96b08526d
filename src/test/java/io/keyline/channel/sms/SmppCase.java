package io.keyline.channel.sms;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.keyline.hub.Arrival;
import io.keyline.hub.Sessions;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;

/** A Camel context with routes that say {@code smpp:}. */
abstract class SmppCase {

    final Sessions sessions = new Sessions();
    final SmscComponent component = new SmscComponent(sessions);
    final DefaultCamelContext camel = new DefaultCamelContext();
    final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

    SmppCase() {
        camel.addComponent("smpps", new SmscComponent(sessions));
        camel.addComponent("smpp", component);
        camel.getShutdownStrategy().setTimeout(2);
        camel.start();
    }

    @AfterEach
    void stopRoutes() {
        camel.stop();
    }

    static String uri(int port, String options) {
        return "smpp://hub@localhost:" + port + "?password=secret&initialReconnectDelay=10&reconnectDelay=200"
                + (options.isEmpty() ? "" : "&" + options);
    }

    /** Takes what arrives, and hands it to the processor. */
    void receive(int port, String options, Processor processor) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri(port, options)).routeId("receiver").process(processor);
            }
        });
    }

    void receive(int port, String options) throws Exception {
        receive(port, options, this::keep);
    }

    void keep(Exchange exchange) {
        arrivals.add(exchange.getMessage().getBody(Arrival.class));
    }

    Bind bind() {
        return component.binds().iterator().next();
    }

    void awaitState(LinkState state) {
        await().until(() -> bind().status().state() == state);
    }

    @SuppressWarnings("unchecked")
    <A extends Arrival> A onlyArrival() {
        return (A) arrivals.getFirst();
    }
}
