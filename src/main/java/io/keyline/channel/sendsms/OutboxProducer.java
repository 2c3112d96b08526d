package io.keyline.channel.sendsms;

import io.keyline.channel.sendsms.Order.Kept;
import io.keyline.hub.Channels;
import io.keyline.hub.Hub;
import io.keyline.hub.TryLater;
import io.keyline.store.Customer;
import io.keyline.store.Database;
import io.keyline.store.Outbound;
import io.keyline.store.SendsmsSql;
import io.keyline.store.SendsmsSql.Asked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jdbi.v3.core.Jdbi;

/** Stores an {@link Order} as messages that are to go out, and gives {@link Kept}. One whose key is known is stored already. */
final class OutboxProducer extends DefaultProducer {

    private static final String NOTICE = "notice";

    private Hub hub;
    private Jdbi jdbi;

    OutboxProducer(SendsmsEndpoint endpoint) {
        super(endpoint);
    }

    /** The transaction is given up: the order was stored before. */
    private static final class StoredBefore extends RuntimeException {
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        hub = getEndpoint().getCamelContext().getRegistry().lookupByNameAndType("hub", Hub.class);
        jdbi = getEndpoint().getCamelContext().getRegistry().lookupByNameAndType("jdbi", Jdbi.class);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Order order = exchange.getMessage().getMandatoryBody(Order.class);
        try {
            keep(order);
        } catch (RuntimeException e) {
            // not as a cause: what the database says quotes the customer's number and text, and the route logs it
            throw new TryLater("cannot be stored now, SQL state " + Database.sqlState(e), null);
        }
        exchange.getMessage().setBody(new Kept(order.notBefore() != null));
    }

    private void keep(Order order) {
        Map<String, Customer> customers = jdbi.inTransaction(handle -> hub.customers(handle, order.to()));
        List<Outbound> messages = order.to().stream().map(address -> message(order, address, customers.get(address).id())).toList();
        List<Asked> asked = new ArrayList<>();
        for (Outbound message : messages) {
            String key = asked.isEmpty() ? order.key() : null; // one message of the order stands for all
            asked.add(new Asked(message.id(), order.account(), key, order.reports() == null ? 0 : order.reports().mask(),
                    order.reports() == null ? null : order.reports().url(), order.reports() == null ? Map.of() : order.reports().escapes()));
        }
        try {
            hub.outbox().submit(messages, handle -> {
                if (!SendsmsSql.insert(handle, asked)) {
                    throw new StoredBefore();
                }
            });
        } catch (StoredBefore e) {
            // the caller has not heard our answer, and hears it now
        }
    }

    private Outbound message(Order order, String address, long customer) {
        return new Outbound(hub.newId(), customer, Channels.SMS, address, order.from(), order.text(), "QUEUED", Instant.now(), 0, 0,
                order.urgent() ? Outbound.ALARM : NOTICE, 0, order.notBefore(), order.expiresAt());
    }
}
