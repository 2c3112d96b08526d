package io.keyline.route;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
 * Asks a back-office system and waits for its answer, which becomes the message body. The request carries an idempotency key
 * that is the same whenever this step of this message is taken. An answer that takes longer than patience parks the route: the
 * customer is told that it takes a while, and the route goes on when the answer comes, also after a restart.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "back-office", title = "Keyline Back Office", syntax = "back-office:operation",
        producerOnly = true, category = {Category.MESSAGING})
public class BackOfficeEndpoint extends DefaultEndpoint {

    private static final Pattern OPERATION = Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+");

    @UriPath(description = "System and operation, for example accounts.balance")
    @Metadata(required = true)
    private String operation;

    @UriParam(defaultValue = "5000", javaType = "java.time.Duration", description = "How long the turn waits before the route is parked")
    private long patience = 5_000;

    @UriParam(defaultValue = "60000", javaType = "java.time.Duration",
            description = "How long the answer may take at all; after it the customer is told that it could not be done")
    private long deadline = 60_000;

    @UriParam(defaultValue = "back-office.refused", description = "The key of the text for a refusal; the text of the same key with a dot "
            + "and the reason comes first. With the word continue the route goes on, and decides by ${variable.outcome}, which is ok or "
            + "refused, and ${variable.reason}")
    private String refused = "back-office.refused";

    @UriParam(description = "The names of what is sent, parted by commas; without it all that the conversation knows: arguments, answers, "
            + "and what the back office said before")
    private String data = "";

    public BackOfficeEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        if (!OPERATION.matcher(operation).matches()) {
            throw new IllegalArgumentException("back-office:" + operation + " is not of the form system.operation, for example "
                    + "back-office:accounts.balance");
        }
        if (deadline < patience) {
            throw new IllegalArgumentException("back-office:" + operation + ": deadline is shorter than patience");
        }
        return new BackOfficeProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("back-office: is a step: write to: back-office:" + operation);
    }

    /** What is sent of all that is known. */
    Map<String, Object> chosen(Map<String, Object> known) {
        if (data.isBlank()) {
            return known;
        }
        Map<String, Object> chosen = new LinkedHashMap<>(known);
        chosen.keySet().retainAll(Set.of(data.trim().split("\\s*,\\s*")));
        return chosen;
    }

    public String getData() {
        return data;
    }

    public void setData(String data) {
        this.data = data;
    }

    public String getOperation() {
        return operation;
    }

    public void setOperation(String operation) {
        this.operation = operation;
    }

    public long getPatience() {
        return patience;
    }

    public void setPatience(long patience) {
        this.patience = patience;
    }

    public long getDeadline() {
        return deadline;
    }

    public void setDeadline(long deadline) {
        this.deadline = deadline;
    }

    public String getRefused() {
        return refused;
    }

    public void setRefused(String refused) {
        this.refused = refused;
    }
}
