package io.keyline.route;

import io.keyline.hub.Turn;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Answers the customer of this turn, on the channel they are on and in their language. The text comes from the message
 * catalogue; the names in it are those of the message body. It goes out when the turn is committed.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "reply", title = "Keyline Reply", syntax = "reply:text", producerOnly = true,
        category = {Category.MESSAGING})
public class ReplyEndpoint extends DefaultEndpoint {

    @UriPath(description = "The key of the text in config/messages, for example bal.answer")
    @Metadata(required = true)
    private String text;

    public ReplyEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {

            private Wording wording;

            @Override
            protected void doStart() throws Exception {
                super.doStart();
                wording = Wording.of(getCamelContext());
            }

            @Override
            public void process(Exchange exchange) {
                Turn turn = TurnExchange.turn(exchange, "reply:" + text);
                turn.reply(text, () -> wording.say(text, turn, TurnExchange.data(exchange, turn)));
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("reply: is a step: write to: reply:" + text);
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }
}
