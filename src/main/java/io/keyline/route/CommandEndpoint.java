package io.keyline.route;

import io.keyline.language.Keyword;
import io.keyline.store.Trust;
import java.util.ArrayList;
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
 * Begins a route with a customer's keyword, while the route is started. The message body is what the customer wrote after the
 * keyword, by the names that the option arguments gives.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "command", title = "Keyline Command", syntax = "command:keyword", consumerOnly = true,
        category = {Category.MESSAGING})
public class CommandEndpoint extends DefaultEndpoint {

    /** The keyword of the route that gets what no other route understands. */
    public static final String ANYTHING_ELSE = "*";

    @UriPath(description = "The keyword. An asterisk is the route that gets what no other one understands")
    @Metadata(required = true)
    private String keyword;

    @UriParam(description = "Other words for it, parted by commas. A language before a word tells the customer's language: "
            + "da:SALDO,ru:БАЛАНС")
    private String aliases = "";

    @UriParam(description = "What may follow the keyword: name:kind, parted by commas, for example amount:amount; kind is word, number, "
            + "amount or rest; a name that ends with a question mark may be missing")
    private String arguments = "";

    @UriParam(description = "The key of the text that is sent when what follows the keyword cannot be read")
    private String usage;

    @UriParam(description = "The channels on which the keyword counts, parted by commas; empty for all")
    private String channels = "";

    @UriParam(description = "The company's numbers to which the keyword must be sent, parted by commas; empty for all")
    private String numbers = "";

    @UriParam(defaultValue = "identified", enums = "public,identified,verified",
            description = "How far a customer must be believed to begin it and to answer in it: public (they say who they are), identified "
                    + "(the network or their mail domain says so), verified (proved by a code). Who is not is sent a code first. What is "
                    + "reserved, and the route for anything else, is public")
    private String access = "identified";

    @UriParam(defaultValue = "false",
            description = "This route handles a word that consent law or carriers reserve: STOP, START, HELP and the like")
    private boolean reserved;

    @UriParam(description = "The key of a text that explains the command, for lists of commands; without it the command is not listed")
    private String help;

    @UriParam(description = "How often a customer may use it: times/time, for example 5/1h. Who goes on is told so once, and not heard until "
            + "the time is over; empty for no limit")
    private String limit = "";

    @UriParam(description = "How often all customers together may use it, for example 300/1m, where what it calls cannot take more. Each who comes "
            + "too many is told to try again; empty for no limit")
    private String limitOfAll = "";

    public CommandEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("command: is where a route begins: write from: command:" + keyword);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Accesses.trust(access); // refused here with file and line if it is none
        CommandConsumer consumer = new CommandConsumer(this, processor, Arguments.parse(arguments), new CommandLimits(this));
        configureConsumer(consumer);
        return consumer;
    }

    /** The keyword and its aliases. */
    public List<Keyword> words() {
        List<Keyword> words = new ArrayList<>(Keyword.parse(keyword));
        words.addAll(Keyword.parse(aliases));
        return words;
    }

    boolean isForAnythingElse() {
        return ANYTHING_ELSE.equals(keyword);
    }

    /** Whether the keyword counts on this channel, sent to this number. */
    boolean appliesTo(String channel, String number) {
        // an address of Camel's has a blank where a plus was written
        return isListed(channels, channel) && (numbers.isBlank() || isListed(numbers.replace("+", ""), number.replace("+", "")));
    }

    private static boolean isListed(String list, String value) {
        return list.isBlank() || Set.of(list.trim().split("\\s*,\\s*")).contains(value);
    }

    public String getKeyword() {
        return keyword;
    }

    public void setKeyword(String keyword) {
        this.keyword = keyword;
    }

    public String getAliases() {
        return aliases;
    }

    public void setAliases(String aliases) {
        this.aliases = aliases;
    }

    public String getArguments() {
        return arguments;
    }

    public void setArguments(String arguments) {
        this.arguments = arguments;
    }

    public String getUsage() {
        return usage;
    }

    public void setUsage(String usage) {
        this.usage = usage;
    }

    public String getChannels() {
        return channels;
    }

    public void setChannels(String channels) {
        this.channels = channels;
    }

    public String getNumbers() {
        return numbers;
    }

    public void setNumbers(String numbers) {
        this.numbers = numbers;
    }

    public String getAccess() {
        return access;
    }

    public void setAccess(String access) {
        this.access = access;
    }

    /** How far a customer must be believed. STOP means stop, whoever says so. */
    Trust needed() {
        return reserved || isForAnythingElse() ? Trust.CLAIMED : Accesses.trust(access);
    }

    public boolean isReserved() {
        return reserved;
    }

    public void setReserved(boolean reserved) {
        this.reserved = reserved;
    }

    public String getLimit() {
        return limit;
    }

    public void setLimit(String limit) {
        this.limit = limit;
    }

    public String getLimitOfAll() {
        return limitOfAll;
    }

    public void setLimitOfAll(String limitOfAll) {
        this.limitOfAll = limitOfAll;
    }

    public String getHelp() {
        return help;
    }

    public void setHelp(String help) {
        this.help = help;
    }
}
