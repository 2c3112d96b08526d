package io.keyline.channel.provider;

import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * How a message is given to a provider. In templates {from}, {to}, {text}, {id}, {url}, {alphabet} and {validity} stand for what is sent;
 * each value is encoded for the place where it stands. Templates and patterns count as secret: they may hold passwords, and the YAML DSL
 * leaves what is secret as it is written, with + and &.
 */
@UriParams
public class SendingOptions {

    @UriParam(label = "producer", description = "Where messages are sent to")
    private String url = "";
    @UriParam(label = "producer", enums = "POST,GET,PUT", defaultValue = "POST", description = "The method")
    private String method = "POST";
    @UriParam(label = "producer", secret = true, description = "Parameters of the URL: a JSON object, each value of which is a template")
    private String query = "";
    @UriParam(label = "producer", secret = true,
            description = "Fields of the form that is sent: a JSON object, each value of which is a template")
    private String form = "";
    @UriParam(label = "producer", secret = true, description = "The JSON that is sent: each text in it is a template")
    private String json = "";
    @UriParam(label = "producer", secret = true,
            description = "Headers: a JSON object, each value of which is a template; of the names only {id} and {url} stand for something there")
    private String headers = "";
    @UriParam(label = "producer,security", secret = true, description = "The user, for basic authentication")
    private String username = "";
    @UriParam(label = "producer,security", secret = true, description = "The password")
    private String password = "";
    @UriParam(label = "producer,security", secret = true, description = "A bearer token, instead of user and password")
    private String token = "";
    @UriParam(label = "producer", defaultValue = "gsm,unicode",
            description = "What {alphabet} stands for: the word for texts in GSM 03.38, and the one for all others")
    private String alphabet = "gsm,unicode";
    @UriParam(label = "producer", defaultValue = "1600",
            description = "The longest text that the provider takes, in characters; what is longer goes in several messages")
    private int longest = 1600;
    @UriParam(label = "producer", defaultValue = "200-299=ACCEPTED,401=RETRY_LATER,429=THROTTLED,503=RETRY_LATER,300-499=REFUSED",
            description = "What HTTP statuses mean: STATUS=OUTCOME or FROM-TO=OUTCOME, parted by commas; OUTCOME is ACCEPTED, REFUSED, THROTTLED,"
            + " RETRY_LATER or UNCERTAIN, which is also what others mean")
    private String statuses = "200-299=ACCEPTED,401=RETRY_LATER,429=THROTTLED,503=RETRY_LATER,300-499=REFUSED";
    @UriParam(label = "producer", secret = true,
            description = "Where an accepted answer says what really came of it: a JSON Pointer, or a regular expression with a group")
    private String result = "";
    @UriParam(label = "producer", description = "What is found there means: WORD=OUTCOME, parted by commas; others are refused")
    private String results = "";
    @UriParam(label = "producer", secret = true, description = "Where the answer says why, for the operator: as result")
    private String errorCode = "";
    @UriParam(label = "producer", description = "What errorCode says, or else the status, where nobody has the number: codes parted by commas")
    private String unknownAddress = "";
    @UriParam(label = "producer", secret = true,
            description = "Where the answer has the id that receipts will name: as result; * stands for each element of an array, one for each part."
            + " Without it receipts name our {id}")
    private String messageId = "";
    @UriParam(label = "producer", defaultValue = "10",
            description = "How long an answer is waited for, in seconds; without one the message is uncertain")
    private int timeout = 10;

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public String getMethod() {
        return method;
    }

    public void setMethod(String method) {
        this.method = method;
    }

    public String getQuery() {
        return query;
    }

    public void setQuery(String query) {
        this.query = query;
    }

    public String getForm() {
        return form;
    }

    public void setForm(String form) {
        this.form = form;
    }

    public String getJson() {
        return json;
    }

    public void setJson(String json) {
        this.json = json;
    }

    public String getHeaders() {
        return headers;
    }

    public void setHeaders(String headers) {
        this.headers = headers;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getToken() {
        return token;
    }

    public void setToken(String token) {
        this.token = token;
    }

    public String getAlphabet() {
        return alphabet;
    }

    public void setAlphabet(String alphabet) {
        this.alphabet = alphabet;
    }

    public int getLongest() {
        return longest;
    }

    public void setLongest(int longest) {
        this.longest = longest;
    }

    public String getStatuses() {
        return statuses;
    }

    public void setStatuses(String statuses) {
        this.statuses = statuses;
    }

    public String getResult() {
        return result;
    }

    public void setResult(String result) {
        this.result = result;
    }

    public String getResults() {
        return results;
    }

    public void setResults(String results) {
        this.results = results;
    }

    public String getErrorCode() {
        return errorCode;
    }

    public void setErrorCode(String errorCode) {
        this.errorCode = errorCode;
    }

    public String getUnknownAddress() {
        return unknownAddress;
    }

    public void setUnknownAddress(String unknownAddress) {
        this.unknownAddress = unknownAddress;
    }

    public String getMessageId() {
        return messageId;
    }

    public void setMessageId(String messageId) {
        this.messageId = messageId;
    }

    public int getTimeout() {
        return timeout;
    }

    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }
}
