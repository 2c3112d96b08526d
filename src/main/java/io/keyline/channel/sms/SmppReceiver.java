package io.keyline.channel.sms;

import java.time.Duration;

import io.keyline.channel.sms.WireOrder.Ticket;
import io.keyline.hub.Arrival;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jsmpp.bean.AbstractSmCommand;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameters;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.util.MessageIDGenerator;
import org.jsmpp.util.RandomMessageIDGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what an SMSC delivers. The SMSC gets its response when the route has ended: ROK if it ended well, else the status on
 * which it sends the message again.
 */
final class SmppReceiver extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(SmppReceiver.class);
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(10);

    private final SmscEndpoint endpoint;
    private final MessageIDGenerator messageIds = new RandomMessageIDGenerator();
    private Gate gate;
    private Bind bind;

    SmppReceiver(SmscEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ArrivalReader reader = endpoint.arrivalReader();
        Gate open = new Gate();
        gate = open;
        bind = new Bind(endpoint.getConfiguration(), BindType.BIND_RX, endpoint.getConnection(), endpoint.getComponent().sessions(), endpoint.getComponent().mayBind(),
                session -> session.setMessageReceiverListener(new Deliveries(session, reader, open)));
        endpoint.getComponent().start(bind);
    }

    @Override
    protected void doStop() throws Exception {
        if (bind != null) {
            gate.close(PATIENCE_AT_STOP);
            endpoint.getComponent().stop(bind);
        }
        super.doStop();
    }

    /** What arrives on one session, on as many threads as pduProcessorDegree says. */
    private final class Deliveries implements MessageReceiverListener {

        private final SmscSession session;
        private final ArrivalReader reader;
        private final Gate gate;

        Deliveries(SmscSession session, ArrivalReader reader, Gate gate) {
            this.session = session;
            this.reader = reader;
            this.gate = gate;
        }

        @Override
        public void onAcceptDeliverSm(DeliverSm deliverSm) throws ProcessRequestException {
            take(deliverSm);
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm dataSm, Session source) throws ProcessRequestException {
            take(dataSm);
            return new DataSmResult(messageIds.newMessageId(), OptionalParameters.EMPTY_OPTIONAL_PARAMETERS);
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification alert) {
            LOG.debug("alert_notification of {} ignored", alert.getSourceAddr());
        }

        private void take(AbstractSmCommand pdu) throws TryLater {
            Ticket ticket = session.order().take(pdu.getSequenceNumber());
            try {
                if (!gate.enter()) {
                    throw new TryLater("the route is stopping", null);
                }
                try {
                    deliver(reader.read(pdu, session.number(), ticket), ticket);
                } finally {
                    gate.leave();
                }
            } catch (TryLater e) {
                throw e;
            } catch (Throwable e) { // whatever it is, the message is not stored
                throw new TryLater("failed", e);
            } finally {
                ticket.pass();
            }
        }

        private void deliver(Arrival arrival, Ticket ticket) throws Exception {
            Exchange exchange = createExchange(false);
            try {
                exchange.getMessage().setBody(arrival);
                exchange.setProperty(Arrival.HANDED_OVER, (Runnable) ticket::pass);
                ticket.awaitTurn();
                getProcessor().process(exchange);
                boolean failed = exchange.getException() != null || exchange.isRollbackOnly();
                if (failed && !exchange.getProperty(Arrival.STORED, false, Boolean.class)) {
                    throw new TryLater("not stored", exchange.getException());
                }
            } finally {
                releaseExchange(exchange, false);
            }
        }
    }

    /** Makes jSMPP answer with the status on which this provider sends the message again. */
    private final class TryLater extends ProcessRequestException {

        TryLater(String message, Throwable cause) {
            super(message, endpoint.getTryLaterStatus(), cause);
            LOG.debug("Told the SMSC of {} to try again later: {}", endpoint.getConnection(), message, cause);
        }

        // there are thousands a second when the database is away, and jSMPP logs each
        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
