package io.keyline.channel.ussd;

import io.keyline.channel.http.Callers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
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
 * A USSD gateway that asks for each screen by HTTP. The route gets what the customer says and gives back what they are shown; the
 * defaults are the form of Africa's Talking (channels, section 1).
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "ussd", title = "Keyline USSD", syntax = "ussd:name", consumerOnly = true,
        category = {Category.MOBILE})
public class UssdEndpoint extends DefaultEndpoint {

    @UriPath(description = "The name of the connection, a part of the path: letters, digits, - and _")
    @Metadata(required = true)
    private String name;

    @UriParam(label = "security", secret = true, description = "A part of the path that only the provider knows: letters, digits, - and _. The path is "
            + "/ussd/NAME/SECRET; without it /ussd/NAME")
    private String secret = "";

    @UriParam(label = "security", defaultValue = "127.0.0.1,::1", description = "The addresses from which the provider calls, and networks such as 196.201.214.0/24, parted by "
            + "commas")
    private String allow = "127.0.0.1,::1";

    @UriParam(defaultValue = "POST", description = "How the provider calls: POST or GET")
    private String method = "POST";

    @UriParam(defaultValue = "phoneNumber", description = "The parameter with the customer's number")
    private String number = "phoneNumber";

    @UriParam(defaultValue = "sessionId", description = "The parameter with the session")
    private String session = "sessionId";

    @UriParam(defaultValue = "text", description = "The parameter with what was entered")
    private String input = "text";

    @UriParam(defaultValue = "serviceCode", description = "The parameter with the service that was dialled")
    private String code = "serviceCode";

    @UriParam(description = "The parameter that names each request, if the provider sends one; helps where inputs is LAST")
    private String request;

    @UriParam(defaultValue = "ALL", description = "What the parameter input holds: ALL inputs of the session joined by asterisks, or the LAST "
            + "one")
    private Inputs inputs = Inputs.ALL;

    @UriParam(defaultValue = "CON ", description = "What stands before a screen that waits for an input")
    private String goesOn = "CON ";

    @UriParam(defaultValue = "END ", description = "What stands before the last screen")
    private String ends = "END ";

    @UriParam(defaultValue = "182", description = "How many characters of GSM 03.38 a screen holds")
    private int septets = 182;

    @UriParam(defaultValue = "80", description = "How many characters a screen holds that has others (UCS-2)")
    private int units = 80;

    @UriParam(description = "What a sub-code says that is dialled behind the service, as 7:BAL,8:RENEW; others are numbers of the menu")
    private String codes = "";

    @UriParam(description = "The region of numbers that come without country code, ISO 3166, for example DK")
    private String defaultRegion;

    public UssdEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public UssdComponent getComponent() {
        return (UssdComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("ussd: is where a route begins: write from: ussd:" + name);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        UssdConsumer consumer = new UssdConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** Where the provider calls. */
    String path() {
        return "/ussd/" + name + (secret.isEmpty() ? "" : "/" + secret);
    }

    Callers callers() {
        return new Callers(allow);
    }

    Screens screens() {
        return new Screens(septets, units);
    }

    /** What a dialled sub-code says. */
    Map<String, String> dialled() {
        return Arrays.stream(codes.split(",")).map(String::strip).filter(one -> !one.isEmpty()).map(one -> one.split(":", 2))
                .collect(Collectors.toMap(pair -> pair[0].strip(), pair -> pair[1].strip()));
    }

    private static String partOfPath(String option, String value) {
        if (!value.matches("[A-Za-z0-9_-]*")) {
            throw new IllegalArgumentException("the " + option + " of ussd: is a part of a path: letters, digits, - and _");
        }
        return value;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = partOfPath("name", name);
    }

    public String getSecret() {
        return secret;
    }

    public void setSecret(String secret) {
        this.secret = partOfPath("secret", secret);
    }

    public String getAllow() {
        return allow;
    }

    public void setAllow(String allow) {
        this.allow = allow;
        new Callers(allow); // an address that is none is named here, with file and line
    }

    public String getMethod() {
        return method;
    }

    public void setMethod(String method) {
        this.method = method.toUpperCase(Locale.ROOT);
    }

    public String getNumber() {
        return number;
    }

    public void setNumber(String number) {
        this.number = number;
    }

    public String getSession() {
        return session;
    }

    public void setSession(String session) {
        this.session = session;
    }

    public String getInput() {
        return input;
    }

    public void setInput(String input) {
        this.input = input;
    }

    public String getCode() {
        return code;
    }

    public void setCode(String code) {
        this.code = code;
    }

    public String getRequest() {
        return request;
    }

    public void setRequest(String request) {
        this.request = request;
    }

    public Inputs getInputs() {
        return inputs;
    }

    public void setInputs(Inputs inputs) {
        this.inputs = inputs;
    }

    public String getGoesOn() {
        return goesOn;
    }

    public void setGoesOn(String goesOn) {
        this.goesOn = goesOn;
    }

    public String getEnds() {
        return ends;
    }

    public void setEnds(String ends) {
        this.ends = ends;
    }

    public int getSeptets() {
        return septets;
    }

    public void setSeptets(int septets) {
        this.septets = septets;
    }

    public int getUnits() {
        return units;
    }

    public void setUnits(int units) {
        this.units = units;
    }

    public String getCodes() {
        return codes;
    }

    public void setCodes(String codes) {
        if (!codes.isBlank() && !codes.matches("\\s*\\d+\\s*:[^,:]+(,\\s*\\d+\\s*:[^,:]+)*")) {
            throw new IllegalArgumentException("'" + codes + "' are no codes: write 7:BAL,8:RENEW");
        }
        this.codes = codes;
    }

    public String getDefaultRegion() {
        return defaultRegion;
    }

    public void setDefaultRegion(String defaultRegion) {
        this.defaultRegion = defaultRegion;
    }
}
