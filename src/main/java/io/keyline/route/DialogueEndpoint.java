package io.keyline.route;

import io.keyline.store.Outbound;
import java.util.List;
import java.util.Set;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Begins a route for one customer with an event: a JMS message, a Kafka record, a timer, a step of another route. As a step it
 * starts the dialogue, and returns when that is committed; the same key starts it once.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "dialogue", title = "Keyline Dialogue", syntax = "dialogue:name",
        category = {Category.MESSAGING})
public class DialogueEndpoint extends DefaultEndpoint {

    private static final List<String> CATEGORIES = List.of(Outbound.ALARM, Outbound.DIALOGUE, Outbound.CAMPAIGN);

    @UriPath(description = "The name of the dialogue")
    @Metadata(required = true)
    private String name;

    @UriParam(label = "producer", description = "As a step of a command or dialogue: the number or name that the customer sees, for a "
            + "dialogue that an event begins; the default is the setting sms.sender")
    private String sender;

    @UriParam(label = "consumer", defaultValue = "identified", enums = "public,identified,verified",
            description = "How far a customer must be believed to answer in it: public (they say who they are), identified (the network or "
                    + "their mail domain says so), verified (proved by a code). Who is not is sent a code, and asked again")
    private String access = "identified";

    @UriParam(label = "consumer", description = "The channels on which it may begin, parted by commas; empty for all")
    private String channels = "";

    @UriParam(label = "consumer", defaultValue = "dialogue", enums = "alarm,dialogue,campaign",
            description = "What it is, for the order in which messages leave: an alarm goes with the replies, before all else; a campaign when "
                    + "nothing else waits, and never in the last fifth of the provider's window")
    private String category = "dialogue";

    public DialogueEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new DialogueProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Accesses.trust(access); // refused here with file and line if it is none
        if (!CATEGORIES.contains(category)) {
            throw new IllegalArgumentException("category: is '" + category + "', write " + String.join(", ", CATEGORIES));
        }
        DialogueConsumer consumer = new DialogueConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    public String getCategory() {
        return category;
    }

    public void setCategory(String category) {
        this.category = category;
    }

    /** Empty for all. */
    Set<String> mayBegin() {
        return channels.isBlank() ? Set.of() : Set.of(channels.trim().split("\\s*,\\s*"));
    }

    public String getAccess() {
        return access;
    }

    public void setAccess(String access) {
        this.access = access;
    }

    public String getChannels() {
        return channels;
    }

    public void setChannels(String channels) {
        this.channels = channels;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getSender() {
        return sender;
    }

    public void setSender(String sender) {
        this.sender = sender;
    }
}
