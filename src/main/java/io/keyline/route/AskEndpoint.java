package io.keyline.route;

import io.keyline.language.Expected;
import java.util.Arrays;
import java.util.Locale;
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
 * Asks the customer and waits for the answer, which becomes the message body: for seconds or days, over restarts. The route ends
 * here meanwhile, and runs again when the answer comes; steps that it has taken are not taken again.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "ask", title = "Keyline Ask", syntax = "ask:text", producerOnly = true,
        category = {Category.MESSAGING})
public class AskEndpoint extends DefaultEndpoint {

    @UriPath(description = "The key of the question's text in config/messages, for example renew.offer. TEXT.remind is the reminder and "
            + "TEXT.again the question asked again, where there are such texts")
    @Metadata(required = true)
    private String text;

    @UriParam(description = "The answers to choose from, parted by commas, for example yes,no. The words of each are the text choice.NAME, "
            + "parted by commas, the first one shown to the customer; the words for yes and no are known in each language. The numbers "
            + "1, 2 and so on always count")
    private String choices = "";

    @UriParam(description = "The name of a list that the conversation knows, from the back office for example, to choose from: each "
            + "element has an id and a name. The text shows it as {list}")
    private String list;

    @UriParam(defaultValue = "8", description = "How many elements of the list are shown at once; the customer asks for more")
    private int page = 8;

    @UriParam(enums = "choice,text,number,amount,date,phone,email,pin", defaultValue = "choice",
            description = "What is expected, if there is nothing to choose from")
    private String expect = "choice";

    @UriParam(description = "The name under which the conversation remembers the answer, for texts and for the back office. Without it "
            + "the answer is only the message body")
    private String as;

    @UriParam(defaultValue = "24h", description = "How long the answer is waited for: 30s, 10m, 48h, or whole days by the calendar, 2d")
    private String within = "24h";

    @UriParam(description = "When to remind, counted from the question, parted by commas: 24h or 24h,36h")
    private String remind = "";

    @UriParam(defaultValue = "3", description = "How many answers that are not understood it takes to give up")
    private int tries = 3;

    @UriParam(defaultValue = "worklist", description = "What happens without an answer, or when it is not understood: worklist hands the "
            + "customer to an employee; continue goes on, and the route decides by ${variable.outcome}, which is answered, no-answer or "
            + "not-understood; else the key of a text that is sent, and the route ends")
    private String otherwise = "worklist";

    @UriParam(defaultValue = "dialogues", description = "The queue of the work list for otherwise=worklist")
    private String queue = "dialogues";

    public AskEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new AskProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("ask: is a step: write to: ask:" + text);
    }

    /** What is expected, where there is nothing to choose from. */
    Expected.Kind kind() {
        return Arrays.stream(Expected.Kind.values()).filter(kind -> kind.name().equalsIgnoreCase(expect)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("ask:" + text + ": expect is " + expect + ", write one of "
                        + Arrays.toString(Expected.Kind.values()).toLowerCase(Locale.ROOT)));
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }

    public String getChoices() {
        return choices;
    }

    public void setChoices(String choices) {
        this.choices = choices;
    }

    public String getList() {
        return list;
    }

    public void setList(String list) {
        this.list = list;
    }

    public int getPage() {
        return page;
    }

    public void setPage(int page) {
        this.page = page;
    }

    public String getExpect() {
        return expect;
    }

    public void setExpect(String expect) {
        this.expect = expect;
    }

    public String getAs() {
        return as;
    }

    public void setAs(String as) {
        this.as = as;
    }

    public String getWithin() {
        return within;
    }

    public void setWithin(String within) {
        this.within = within;
    }

    public String getRemind() {
        return remind;
    }

    public void setRemind(String remind) {
        this.remind = remind;
    }

    public int getTries() {
        return tries;
    }

    public void setTries(int tries) {
        this.tries = tries;
    }

    public String getOtherwise() {
        return otherwise;
    }

    public void setOtherwise(String otherwise) {
        this.otherwise = otherwise;
    }

    public String getQueue() {
        return queue;
    }

    public void setQueue(String queue) {
        this.queue = queue;
    }
}
