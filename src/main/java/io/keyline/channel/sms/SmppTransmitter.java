package io.keyline.channel.sms;

import java.time.Duration;

import io.keyline.hub.Outgoing;
import io.keyline.hub.SendException;
import io.keyline.hub.SendException.Outcome;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jsmpp.bean.BindType;

/**
 * Sends {@link Outgoing} messages, each on the thread that calls: as many are on their way as there are callers. Fails with
 * {@link SendException}.
 */
final class SmppTransmitter extends DefaultProducer {

    private final SmscEndpoint endpoint;
    private Gate gate;
    private Bind bind;
    private SubmitMessage submit;

    SmppTransmitter(SmscEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        gate = new Gate();
        submit = new SubmitMessage(endpoint);
        bind = new Bind(endpoint.getConfiguration(), BindType.BIND_TX, endpoint.getConnection(), endpoint.getComponent().sessions(), endpoint.getComponent().mayBind(),
                session -> { });
        endpoint.getComponent().start(bind);
    }

    @Override
    protected void doStop() throws Exception {
        if (bind != null) {
            gate.close(Duration.ofMillis(endpoint.getConfiguration().getTransactionTimer()));
            endpoint.getComponent().stop(bind);
        }
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Outgoing outgoing = exchange.getMessage().getMandatoryBody(Outgoing.class);
        if (!gate.enter()) {
            throw notBound("the route is stopping");
        }
        try {
            SmscSession session = bind.session();
            if (session == null) {
                throw notBound(bind.status().error());
            }
            submit.submit(outgoing, session);
        } finally {
            gate.leave();
        }
    }

    private SendException notBound(String why) {
        String message = "%s is not bound to its SMSC%s".formatted(endpoint.getConnection(), why == null ? "" : ": " + why);
        return new SendException(Outcome.RETRY_LATER, SendException.NOT_CONNECTED, message, null);
    }
}
