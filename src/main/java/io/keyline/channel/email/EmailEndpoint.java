package io.keyline.channel.email;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * A mailbox of the company. {@code from} reads it by IMAP and gives {@link io.keyline.hub.Arrival}, {@code to} sends for it by SMTP and takes
 * {@link io.keyline.hub.Outgoing}.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "email", title = "Keyline E-mail", syntax = "email:address",
        category = {Category.MAIL, Category.MESSAGING})
public class EmailEndpoint extends DefaultEndpoint {

    @UriPath(description = "The address of the mailbox, for example support@example.com")
    @Metadata(required = true)
    private String address;

    @UriParam(defaultValue = "mail", description = "The name that messages carry; the same from: and to: one mailbox")
    private String connection = "mail";

    @UriParam(defaultValue = "127.0.0.1", description = "The IMAP server (from) or SMTP server (to)")
    private String host = "127.0.0.1";

    @UriParam(description = "Its port; 0 for the usual one: 993 or 143, and 465 or 587")
    private int port;

    @UriParam(defaultValue = "TLS", description = "TLS from the first byte, STARTTLS, or NONE on this machine")
    private Security security = Security.TLS;

    @UriParam(description = "The account there; the address if it is empty")
    private String user;

    @UriParam(label = "security", secret = true, description = "Its password; without one, and without tokenUrl, nobody is asked (to)")
    private String password = "";

    @UriParam(label = "security", description = "Where access tokens of OAuth 2.0 come from, which take the place of the password")
    private String tokenUrl = "";

    @UriParam(label = "security", description = "The client that asks for them")
    private String clientId = "";

    @UriParam(label = "security", secret = true, description = "Its secret")
    private String clientSecret = "";

    @UriParam(label = "security", secret = true, description = "What it asks with; if it is empty, it asks for itself (client credentials)")
    private String refreshToken = "";

    @UriParam(label = "security", description = "What it asks for")
    private String scope = "";

    @UriParam(label = "consumer", defaultValue = "INBOX", description = "The folder that is read")
    private String folder = "INBOX";

    @UriParam(label = "consumer", defaultValue = "Keyline handled", description = "The folder that mails are moved to when they are stored")
    private String doneFolder = "Keyline handled";

    @UriParam(label = "consumer", defaultValue = "Keyline set aside", description = "The folder that mails are moved to which cannot be read")
    private String asideFolder = "Keyline set aside";

    @UriParam(label = "consumer", defaultValue = "5000", javaType = "java.time.Duration", description = "How often the folder is looked into")
    private long poll = 5_000;

    @UriParam(label = "consumer", defaultValue = "26214400", description = "The largest mail that is read, in bytes")
    private int largest = 25 << 20;

    @UriParam(label = "consumer", defaultValue = "3", description = "How often a mail that fails is tried before it is set aside")
    private int tries = 3;

    @UriParam(label = "consumer", description = "The authserv-id by which our own mail server signs Authentication-Results; empty: nobody is believed")
    private String authserv = "";

    @UriParam(label = "consumer", defaultValue = "20", description = "Mails of one sender that are answered within an hour")
    private int answersAnHour = 20;

    @UriParam(label = "consumer", defaultValue = "60", description = "Mails of one sender that are answered within a day")
    private int answersADay = 60;

    @UriParam(label = "producer", defaultValue = "true",
            description = "Whether answers have no sender on their envelope (RFC 3834, section 3.3); false where the provider refuses that")
    private boolean nullSender = true;

    public EmailEndpoint(String uri, EmailComponent component) {
        super(uri, component);
    }

    @Override
    public EmailComponent getComponent() {
        return (EmailComponent) super.getComponent();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        MailboxConsumer consumer = new MailboxConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new MailProducer(this);
    }

    /** @param usual the ports of the protocol with TLS and without */
    MailAccount account(int[] usual) {
        int where = port != 0 ? port : security == Security.TLS ? usual[0] : usual[1];
        String who = user == null || user.isEmpty() ? address : user;
        boolean asksNobody = password.isEmpty() && tokenUrl.isEmpty();
        return new MailAccount(host, where, security, asksNobody ? "" : who, credentials());
    }

    private Credentials credentials() {
        return tokenUrl.isEmpty() ? new Credentials.Password(password)
                : new AccessToken(new AccessToken.Source(URI.create(tokenUrl), clientId, clientSecret, refreshToken, scope), InstantSource.system());
    }

    MailReader reader(Desk desk) {
        return new MailReader(connection, address, authserv, desk.isCommand(), desk.optsOut());
    }

    Duration pollEvery() {
        return Duration.ofMillis(poll);
    }

    public String getAddress() {
        return address;
    }

    public void setAddress(String address) {
        this.address = address;
    }

    public String getConnection() {
        return connection;
    }

    public void setConnection(String connection) {
        this.connection = connection;
    }

    public String getHost() {
        return host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    public int getPort() {
        return port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public Security getSecurity() {
        return security;
    }

    public void setSecurity(Security security) {
        this.security = security;
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getTokenUrl() {
        return tokenUrl;
    }

    public void setTokenUrl(String tokenUrl) {
        this.tokenUrl = tokenUrl;
    }

    public String getClientId() {
        return clientId;
    }

    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    public String getClientSecret() {
        return clientSecret;
    }

    public void setClientSecret(String clientSecret) {
        this.clientSecret = clientSecret;
    }

    public String getRefreshToken() {
        return refreshToken;
    }

    public void setRefreshToken(String refreshToken) {
        this.refreshToken = refreshToken;
    }

    public String getScope() {
        return scope;
    }

    public void setScope(String scope) {
        this.scope = scope;
    }

    public String getFolder() {
        return folder;
    }

    public void setFolder(String folder) {
        this.folder = folder;
    }

    public String getDoneFolder() {
        return doneFolder;
    }

    public void setDoneFolder(String doneFolder) {
        this.doneFolder = doneFolder;
    }

    public String getAsideFolder() {
        return asideFolder;
    }

    public void setAsideFolder(String asideFolder) {
        this.asideFolder = asideFolder;
    }

    public long getPoll() {
        return poll;
    }

    public void setPoll(long poll) {
        this.poll = poll;
    }

    public int getLargest() {
        return largest;
    }

    public void setLargest(int largest) {
        this.largest = largest;
    }

    public int getTries() {
        return tries;
    }

    public void setTries(int tries) {
        this.tries = tries;
    }

    public String getAuthserv() {
        return authserv;
    }

    public void setAuthserv(String authserv) {
        this.authserv = authserv;
    }

    public int getAnswersAnHour() {
        return answersAnHour;
    }

    public void setAnswersAnHour(int answersAnHour) {
        this.answersAnHour = answersAnHour;
    }

    public int getAnswersADay() {
        return answersADay;
    }

    public void setAnswersADay(int answersADay) {
        this.answersADay = answersADay;
    }

    public boolean isNullSender() {
        return nullSender;
    }

    public void setNullSender(boolean nullSender) {
        this.nullSender = nullSender;
    }
}
