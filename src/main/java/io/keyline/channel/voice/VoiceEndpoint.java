package io.keyline.channel.voice;

import io.keyline.channel.http.Callers;
import io.keyline.channel.http.HttpRequest;
import io.keyline.channel.http.TwilioSignature;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
 * Takes calls: a provider of telephony asks by HTTP what to tell a caller, and tells what the caller presses or says. The message body
 * is what the caller said, as the hub takes it.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "voice", title = "Keyline Voice", syntax = "voice:path", consumerOnly = true,
        category = {Category.MESSAGING})
public class VoiceEndpoint extends DefaultEndpoint {

    private static final String TWIML = "twiml";
    private static final String VXML = "vxml";
    private static final String CONNECTION = "voice";
    private static final String AGENT = "AGENT";
    private static final String ENGLISH = "en";
    private static final String NUMBER = "\\+[1-9]\\d{5,14}";

    @UriPath(description = "The path of the webhook at web.url, for example voice/twilio")
    @Metadata(required = true)
    private String path;

    @UriParam(defaultValue = TWIML, enums = "twiml,vxml", description = "The markup that the provider reads: twiml (Twilio) or vxml (VoiceXML 2.1)")
    private String format = TWIML;

    @UriParam(defaultValue = CONNECTION, description = "The name that messages carry")
    private String connection = CONNECTION;

    @UriParam(secret = true, description = "For twiml: the account's auth token, and after a comma the secondary one while it is changed. "
            + "Without one nobody is believed")
    private String authToken = "";

    @UriParam(secret = true, description = "For vxml: the last part of the webhook's path, which only the voice browser knows. Without one nobody is believed")
    private String secret = "";

    @UriParam(description = "Who may call, by IP address: addresses and ranges, parted by commas; empty for everybody who signs or knows the path")
    private String allowed = "";

    @UriParam(description = "The number of the company, E.164, to which callers are put through who want to talk to a person; empty: nobody takes calls")
    private String agents = "";

    @UriParam(defaultValue = AGENT, description = "What the hub understands as the wish to talk to a person: said for the key 0")
    private String agentWord = AGENT;

    @UriParam(description = "What a caller wants who calls a certain number: number and keyword, parted by commas, for example +4570102031:RENEW. "
            + "On all other numbers the open question is asked, or the menu told")
    private String entries = "";

    @UriParam(defaultValue = ENGLISH, description = "The language of callers of whom nothing is known, BCP 47")
    private String language = ENGLISH;

    @UriParam(description = "The country of numbers that come without one, ISO 3166")
    private String region = "";

    public VoiceEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("voice: is where a channel route begins: write from: voice:" + path);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (!agents.isEmpty() && !agents.matches(NUMBER)) {
            throw new IllegalArgumentException("voice:" + path + ": agents is '" + agents + "', write a number as +4570102030");
        }
        if (!List.of(TWIML, VXML).contains(format.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("voice:" + path + ": format is '" + format + "', write twiml or vxml");
        }
        rules();
        callers();
        VoiceConsumer consumer = new VoiceConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    Calls.Rules rules() {
        Map<String, String> keywords = Arrays.stream(entries.split(",")).map(String::strip).filter(entry -> !entry.isEmpty()).map(this::entry)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Calls.Rules(keywords, agentWord, !agents.isEmpty(), language, region);
    }

    private Map.Entry<String, String> entry(String written) {
        String[] parts = written.split(":", 2);
        if (parts.length < 2 || parts[1].isBlank() || !parts[0].strip().matches("\\+?\\d{2,15}")) {
            throw new IllegalArgumentException("voice:" + path + ": entries has '" + written + "', write number and keyword as +4570102031:RENEW");
        }
        return Map.entry(parts[0].strip(), parts[1].strip());
    }

    private Callers callers() {
        return new Callers(allowed);
    }

    private boolean isTwiml() {
        return TWIML.equalsIgnoreCase(format);
    }

    /** Where the provider calls, with what only it knows. */
    String path() {
        return "/" + path + (isTwiml() || secret.isEmpty() ? "" : "/" + secret);
    }

    /** Why a request is refused, for the operator's log; empty if it comes from the provider. */
    Optional<String> refusal(HttpRequest request) {
        Optional<String> stranger = callers().refusal(request);
        if (stranger.isPresent()) {
            return stranger;
        }
        if (isTwiml()) {
            return new TwilioSignature(Arrays.stream(authToken.split(",")).map(String::strip).toList()).refusal(request);
        }
        return secret.isEmpty() ? Optional.of("no secret is set, so nobody is believed") : Optional.empty();
    }

    Format format(Script script) {
        return isTwiml() ? new Twiml(script, agents) : new VoiceXml(script, agents, agentWord.toLowerCase(Locale.ROOT));
    }

    public String getPath() {
        return path;
    }

    public void setPath(String path) {
        this.path = path;
    }

    public String getFormat() {
        return format;
    }

    public void setFormat(String format) {
        this.format = format;
    }

    public String getConnection() {
        return connection;
    }

    public void setConnection(String connection) {
        this.connection = connection;
    }

    public String getAuthToken() {
        return authToken;
    }

    public void setAuthToken(String authToken) {
        this.authToken = authToken;
    }

    public String getSecret() {
        return secret;
    }

    public void setSecret(String secret) {
        this.secret = secret;
    }

    public String getAllowed() {
        return allowed;
    }

    public void setAllowed(String allowed) {
        this.allowed = allowed;
    }

    public String getAgents() {
        return agents;
    }

    public void setAgents(String agents) {
        this.agents = agents;
    }

    public String getAgentWord() {
        return agentWord;
    }

    public void setAgentWord(String agentWord) {
        this.agentWord = agentWord;
    }

    public String getEntries() {
        return entries;
    }

    public void setEntries(String entries) {
        this.entries = entries;
    }

    public String getLanguage() {
        return language;
    }

    public void setLanguage(String language) {
        this.language = language;
    }

    public String getRegion() {
        return region;
    }

    public void setRegion(String region) {
        this.region = region;
    }
}
