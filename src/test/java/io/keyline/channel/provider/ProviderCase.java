package io.keyline.channel.provider;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keyline.channel.http.WebServer;
import io.keyline.hub.Arrival;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.Outgoing;
import io.keyline.hub.SendException;
import io.keyline.route.YamlRoutes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;

/**
 * The route files of providers as they are, between a provider's server and a hub that is a list: {@code inbound:sms} notes what
 * arrives, and what goes to {@code direct:out} goes out.
 */
abstract class ProviderCase {

    /** Characters that mean something in URLs, forms and Camel. */
    static final String SECRET = "s+e%41c&r?e#t=";

    final Provider provider = new Provider();
    final WebServer web = WebServer.start("127.0.0.1", 0, null);
    final DefaultCamelContext camel = new DefaultCamelContext();
    final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    final List<PartSent> sent = new CopyOnWriteArrayList<>();
    final List<Integer> written = new CopyOnWriteArrayList<>();
    volatile RuntimeException notStored;

    ProviderCase() throws Exception {
        camel.getRegistry().bind("web", web);
        camel.disableJMX();
        camel.getShutdownStrategy().setTimeout(2);
    }

    @AfterEach
    void stop() {
        camel.stop();
        web.close();
        provider.close();
    }

    /**
     * Starts the routes of a file.
     *
     * @param settings     the environment variables that it names, and the settings
     * @param realProvider the provider's own address in it, which ours takes the place of
     */
    void start(String yaml, String realProvider, Map<String, String> settings) throws Exception {
        Properties properties = new Properties();
        properties.putAll(settings);
        camel.getPropertiesComponent().setOverrideProperties(properties);
        String played = yaml.replace("{{env:", "{{").replace(realProvider, provider.url()).replace("inbound:sms", "direct:in")
                .replace("uri: outbound:sms", "uri: direct:out").replaceAll("\\n +parameters: \\{ window.*", "");
        YamlRoutes.add(camel, "provider.yaml", played);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").process(exchange -> {
                    if (notStored != null) {
                        throw notStored;
                    }
                    arrivals.add(exchange.getMessage().getBody(Arrival.class));
                });
            }
        });
        camel.start();
    }

    static String shipped(String name) throws Exception {
        return Files.readString(Path.of("config/providers", name));
    }

    void send(String text, PartSent... before) {
        send(outgoing(text, before));
    }

    void send(Outgoing message) {
        camel.createFluentProducerTemplate().withBody(message).to("direct:out").send();
    }

    /** How sending fails. */
    SendException failure(String text) {
        return (SendException) catchThrowableOfType(CamelExecutionException.class,
                () -> camel.createProducerTemplate().sendBody("direct:out", outgoing(text))).getCause();
    }

    Outgoing outgoing(String text, PartSent... before) {
        return new Outgoing(77, "sms", "+4570102030", "+4520123456", text, null, List.of(before), new Outgoing.Parts() {
            @Override
            public int reference() {
                return 5;
            }

            @Override
            public void writing(int number) {
                written.add(number);
            }

            @Override
            public void sent(PartSent part) {
                sent.add(part);
            }
        });
    }

    List<String> texts() {
        return new ArrayList<>(arrivals).stream().map(arrival -> ((Arrival.Text) arrival).text()).toList();
    }
}
