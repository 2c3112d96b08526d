package io.keyline.route;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.support.DefaultConsumer;

/**
 * Takes events once more that a route could not take. They go to the route itself and not back to their queue or topic, which others may
 * read, too; and under the name that the broker gave them, so that what one has begun it does not begin again.
 */
public final class EventsAgain {

    private static final String REPLAYED = "KeylineReplayed";
    private static final Pattern RECORD = Pattern.compile("kafka:(.+)-(\\d+)@(\\d+)");

    private final CamelContext camel;

    public EventsAgain(CamelContext camel) {
        this.camel = camel;
    }

    static boolean isReplayed(Exchange exchange) {
        return exchange.getProperty(REPLAYED, false, Boolean.class);
    }

    /**
     * Returns when the event's route has taken it, or has failed.
     *
     * @param from   the queue or topic that it came from
     * @param origin what {@link EventSources#origin} said of it
     * @return why it was not taken; empty if it was
     */
    public Optional<String> take(String from, String origin, String body) {
        Optional<Route> route = camel.getRoutes().stream().filter(one -> from != null && from.equals(EventSources.name(one.getEndpoint())))
                .filter(one -> camel.getRouteController().getRouteStatus(one.getId()).isStarted()).findFirst();
        if (route.isEmpty()) {
            return Optional.of("no started route takes events from " + (from == null ? "where it came from, which nobody knows" : from));
        }
        DefaultConsumer consumer = (DefaultConsumer) route.get().getConsumer();
        Exchange exchange = consumer.getEndpoint().createExchange();
        exchange.setProperty(REPLAYED, true);
        fill(exchange, origin, body);
        try {
            consumer.getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Exception.class);
        return Optional.ofNullable(failure).map(cause -> cause instanceof BadEventException ? cause.getMessage() : cause.getClass().getSimpleName());
    }

    /** As its consumer would have: a record is bytes, a JMS message text. */
    private static void fill(Exchange exchange, String origin, String body) {
        if (!(exchange.getFromEndpoint() instanceof KafkaEndpoint)) {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader("JMSMessageID", origin.replaceFirst("^jms:", ""));
            return;
        }
        exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
        Matcher record = RECORD.matcher(origin);
        if (record.matches()) {
            exchange.getMessage().setHeader(KafkaConstants.TOPIC, record.group(1));
            exchange.getMessage().setHeader(KafkaConstants.PARTITION, Integer.parseInt(record.group(2)));
            exchange.getMessage().setHeader(KafkaConstants.OFFSET, Long.parseLong(record.group(3)));
        }
    }
}
