package io.keyline.channel.sms;

import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import io.keyline.hub.Sessions;
import org.apache.camel.Endpoint;
import org.apache.camel.component.smpp.SmppComponent;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.apache.camel.component.smpp.SmppEndpointConfigurer;
import org.apache.camel.spi.PropertyConfigurer;

/**
 * {@code smpp:} and {@code smpps:} with all options of camel-smpp and Keyline's own sessions: {@code from} binds a receiver and
 * gives {@link io.keyline.hub.Arrival}, {@code to} binds a transmitter and takes {@link io.keyline.hub.Outgoing}.
 */
public final class SmscComponent extends SmppComponent {

    private final Sessions sessions;
    private final BooleanSupplier mayBind;
    private final boolean connects;
    private final Set<Bind> binds = ConcurrentHashMap.newKeySet();

    public SmscComponent(Sessions sessions) {
        this(sessions, () -> true);
    }

    /** @param mayBind whether it is this hub's to bind, of several */
    public SmscComponent(Sessions sessions, BooleanSupplier mayBind) {
        this(sessions, mayBind, true);
    }

    private SmscComponent(Sessions sessions, BooleanSupplier mayBind, boolean connects) {
        this.sessions = sessions;
        this.mayBind = mayBind;
        this.connects = connects;
        setConfiguration(defaults());
    }

    /** For checking routes: takes every option, and connects to nothing. */
    public static SmscComponent forChecks() {
        return new SmscComponent(new Sessions(), () -> true, false);
    }

    // a dead peer is found within 20 s
    private static SmppConfiguration defaults() {
        SmppConfiguration configuration = new SmppConfiguration();
        configuration.setEnquireLinkTimer(15_000);
        configuration.setTransactionTimer(5_000);
        configuration.setInitialReconnectDelay(1_000);
        configuration.setReconnectDelay(60_000);
        configuration.setPduProcessorDegree(64); // as many messages share a commit at most
        configuration.setPduProcessorQueueCapacity(2_000);
        return configuration;
    }

    /** Sets camel-smpp's options; those of {@link SmscEndpoint} Camel finds by their setters. */
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new SmppEndpointConfigurer();
    }

    @Override
    @SuppressWarnings({ "rawtypes", "unchecked" })
    protected Endpoint createEndpoint(String uri, String remaining, Map parameters) throws Exception {
        SmppConfiguration configuration = getConfiguration().copy();
        configuration.configureFromURI(new URI(uri));
        SmscEndpoint endpoint = new SmscEndpoint(uri, this, configuration);
        setProperties(endpoint, parameters);
        if (configuration.getMessageReceiverRouteId() != null) {
            throw new IllegalArgumentException("messageReceiverRouteId: receiver and transmitter bind apart; name a route from: smpp:");
        }
        fits("systemId", configuration.getSystemId(), 15);
        fits("password", configuration.getPassword(), 8);
        fits("systemType", configuration.getSystemType(), 12);
        return endpoint;
    }

    /** SMPP 3.4, 4.1.1. jSMPP would find it at each bind, and say the password in the log. */
    private static void fits(String field, String value, int characters) {
        if (value != null && value.length() > characters) {
            throw new IllegalArgumentException(field + ": has " + value.length() + " characters, and a bind takes " + characters + " at most");
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, SmppConfiguration configuration) {
        return new SmscEndpoint(uri, this, configuration);
    }

    /** The binds of all routes that run. */
    public Collection<Bind> binds() {
        return Set.copyOf(binds);
    }

    BooleanSupplier mayBind() {
        return mayBind;
    }

    Sessions sessions() {
        return sessions;
    }

    void start(Bind bind) {
        if (connects) {
            binds.add(bind);
            bind.start();
        }
    }

    void stop(Bind bind) {
        if (binds.remove(bind)) {
            bind.stop();
        }
    }
}
