package io.keyline;

import java.time.ZoneId;
import java.util.regex.Pattern;

/**
 * Every setting that Keyline knows: its name, its form, its default, and what it is for.
 *
 * <p>A setting is given in the configuration file, or by an environment variable: {@code sms.host} by {@code KEYLINE_SMS_HOST}.
 */
public enum Setting {
    PRODUCTION("production", Form.FLAG, "true", "whether real customers write to this hub: then it does not start with what is unsafe "
            + "(docs/operators.md); the demo never is"),
    DATA_DIRECTORY("data.directory", Form.TEXT, "data", "where embedded parts and what must survive a kill -9 are kept"),
    SECRET_KEY_FILE("secret.key-file", Form.TEXT, "", "the key by which secrets are kept out of the database, the same file for all hubs that share "
            + "one; empty: secret.key in data.directory"),
    ROUTES_DIRECTORY("routes.directory", Form.TEXT, "routes", "the route files"),
    MESSAGES_DIRECTORY("messages.directory", Form.TEXT, "config/messages", "the message catalogue"),

    DATABASE_URL("database.url", Form.TEXT, "", "JDBC URL of a PostgreSQL server; empty: an embedded one"),
    DATABASE_USER("database.user", Form.TEXT, "", "its user"),
    DATABASE_PASSWORD("database.password", Form.SECRET, "", "its password"),
    DATABASE_PORT("database.port", Form.NUMBER, "0", "port of the embedded server; 0: any free one"),

    BROKER_URL("broker.url", Form.TEXT, "", "URL of an ActiveMQ Artemis broker; empty: an embedded one"),
    BROKER_USER("broker.user", Form.TEXT, "keyline", "its user"),
    BROKER_PASSWORD("broker.password", Form.SECRET, "keyline", "its password"),
    BROKER_PORT("broker.port", Form.NUMBER, "61616", "port of the embedded broker; 0: any free one"),
    BACK_OFFICE_PREFIX("back-office.prefix", Form.TEXT, "keyline.", "what the names of the back office's queues begin with"),
    BACK_OFFICE_FILE("back-office.file", Form.TEXT, "config/back-office.yaml", "which system of the back office is asked over another broker, Kafka or "
            + "HTTP, and within which limits"),

    KAFKA_BROKERS("kafka.brokers", Form.TEXT, "", "Kafka brokers for routes that say kafka:, as host:port, parted by commas; empty: none"),
    KAFKA_PROPERTIES("kafka.properties", Form.TEXT, "", "a file with more properties of Kafka's client, as security.protocol, for what the hub "
            + "itself writes there; empty: none"),

    EVENTS_TO("events.to", Form.TEXT, "", "where events go: jms:queue:NAME, jms:topic:NAME or kafka:TOPIC; empty: there are none"),
    EVENTS_TYPES("events.types", Form.TEXT, "", "which: message, part, conversation, consent, link, work-item, or one as message.sent, parted by "
            + "commas; empty: all"),
    EVENTS_TEXTS("events.texts", Form.FLAG, "false", "whether with texts and addresses in clear"),
    EVENTS_SOURCE("events.source", Form.TEXT, "/keyline", "what they name as their source, a URI"),
    EVENTS_MOST_WAITING("events.most-waiting", Form.NUMBER, "5000000", "how many may wait for a broker that is away, about half a kilobyte each without texts; then no more are "
            + "written until half of them have left"),

    SMS_HOST("sms.host", Form.TEXT, "127.0.0.1", "the SMSC"),
    SMS_PORT("sms.port", Form.NUMBER, "2775", "its port"),
    SMS_SYSTEM_ID("sms.system-id", Form.TEXT, "keyline", "the account there"),
    SMS_PASSWORD("sms.password", Form.SECRET, "keyline", "its password, at most 8 characters"),
    SMS_SYSTEM_TYPE("sms.system-type", Form.TEXT, "", "its system_type, if the provider wants one"),
    SMS_TRY_LATER_STATUS("sms.try-later-status", Form.STATUS, "0x08", "command_status by which this SMSC understands to send again"),
    SMS_RECEIPT_IDS("sms.receipt-ids", Form.TEXT, "AS_SENT", "how ids in receipts differ from those in responses: AS_SENT, HEX_TO_DECIMAL "
            + "or DECIMAL_TO_HEX"),
    SMS_WINDOW("sms.window", Form.NUMBER, "100", "messages sent to it and not answered yet, at most"),
    SMS_ONE_BIND("sms.one-bind", Form.FLAG, "false", "whether the provider lets in one hub only: then one acts for all customers, and the others "
            + "stand by"),
    SMS_RATE("sms.rate", Form.DECIMAL, "0", "messages a second that it allows; 0: no limit"),
    SMS_PROVIDER_HANDLES_OPT_OUT("sms.provider-handles-opt-out", Form.FLAG, "false", "whether the provider acts on opt-out words itself: "
            + "then no answer or keyword may be one of them"),
    SMS_SENDER("sms.sender", Form.TEXT, "1234", "the number that customers see when the company writes first"),

    MAIL_ENABLED("mail.enabled", Form.FLAG, "false", "whether customers are answered by e-mail"),
    MAIL_ADDRESS("mail.address", Form.TEXT, "hub@keyline.example", "the mailbox to which they write"),
    MAIL_USER("mail.user", Form.TEXT, "", "its account at both servers; empty: the address"),
    MAIL_PASSWORD("mail.password", Form.SECRET, "", "its password; empty with mail.oauth2.token-url"),
    MAIL_IMAP_HOST("mail.imap-host", Form.TEXT, "127.0.0.1", "the server where it is read"),
    MAIL_IMAP_PORT("mail.imap-port", Form.NUMBER, "0", "its port; 0: the usual one, 993 or 143"),
    MAIL_IMAP_SECURITY("mail.imap-security", Form.MAIL_SECURITY, "TLS", "TLS from the first byte, STARTTLS, or NONE on this machine"),
    MAIL_SMTP_HOST("mail.smtp-host", Form.TEXT, "127.0.0.1", "the server that sends"),
    MAIL_SMTP_PORT("mail.smtp-port", Form.NUMBER, "0", "its port; 0: the usual one, 465 or 587"),
    MAIL_SMTP_SECURITY("mail.smtp-security", Form.MAIL_SECURITY, "STARTTLS", "as mail.imap-security"),
    MAIL_NULL_SENDER("mail.null-sender", Form.FLAG, "true", "whether answers have no sender on their envelope, so that nothing answers them "
            + "(RFC 3834); false where the provider refuses that"),
    MAIL_AUTHSERV_ID("mail.authserv-id", Form.TEXT, "", "the name in the Authentication-Results that your own mail server adds (RFC 8601); "
            + "empty: no sender is believed"),
    MAIL_POLL("mail.poll", Form.DURATION, "5s", "how often the mailbox is looked into"),
    MAIL_DONE_FOLDER("mail.done-folder", Form.TEXT, "Keyline handled", "the folder for mails that are stored"),
    MAIL_ASIDE_FOLDER("mail.aside-folder", Form.TEXT, "Keyline set aside", "the folder for mails that cannot be read"),
    MAIL_ANSWERS_AN_HOUR("mail.answers-an-hour", Form.NUMBER, "20", "mails of one sender that are answered within an hour"),
    MAIL_ANSWERS_A_DAY("mail.answers-a-day", Form.NUMBER, "60", "mails of one sender that are answered within a day"),
    MAIL_WINDOW("mail.window", Form.NUMBER, "10", "mails under way to the server at once"),
    MAIL_OAUTH2_TOKEN_URL("mail.oauth2.token-url", Form.TEXT, "", "where access tokens come from, for Microsoft 365 and Gmail; empty: a password"),
    MAIL_OAUTH2_CLIENT_ID("mail.oauth2.client-id", Form.TEXT, "", "the client that asks for them"),
    MAIL_OAUTH2_CLIENT_SECRET("mail.oauth2.client-secret", Form.SECRET, "", "its secret"),
    MAIL_OAUTH2_REFRESH_TOKEN("mail.oauth2.refresh-token", Form.SECRET, "", "what it asks with; empty: the client asks for itself"),
    MAIL_OAUTH2_SCOPE("mail.oauth2.scope", Form.TEXT, "", "what it asks for"),
    PORTAL_URL("portal.url", Form.TEXT, "", "the page where customers help themselves, for links in mails; empty: no links"),

    WEB_HOST("web.host", Form.TEXT, "127.0.0.1", "the address on which providers, telephones and customers reach the hub by HTTP"),
    WEB_PORT("web.port", Form.NUMBER, "8088", "its port; 0: any free one"),
    WEB_URL("web.url", Form.TEXT, "", "how they reach it from outside, for example https://hub.example.com; empty: as it listens"),
    WEB_PROXIES("web.proxies", Form.TEXT, "", "the IP addresses of proxies before it, or their networks (10.0.0.0/8), parted by commas: who calls is whom they name "
            + "(X-Forwarded-For)"),

    USSD_SECRET("ussd.secret", Form.SECRET, "", "a part of the path that only the USSD provider knows: letters, digits, - and _; empty: none"),
    USSD_ALLOW("ussd.allow", Form.TEXT, "127.0.0.1,::1", "from where it calls: addresses and networks such as 196.201.214.0/24, parted by commas"),

    VOICE_TWILIO_TOKEN("voice.twilio-token", Form.SECRET, "", "the auth token of the Twilio account whose calls come here, and after a comma the "
            + "secondary one while it is changed; empty: none are taken"),
    VOICE_VXML_SECRET("voice.vxml-secret", Form.SECRET, "", "the last part of the path at which a VoiceXML browser calls, letters and digits; empty: "
            + "none are taken"),
    VOICE_VXML_ALLOWED("voice.vxml-allowed", Form.TEXT, "", "the IP addresses of that browser, as 192.0.2.7,198.51.100.0/24; empty: any that "
            + "knows the path"),
    VOICE_AGENTS("voice.agents", Form.TEXT, "", "the number of the company's agents, as +4570102030, to which callers are put through; empty: "
            + "nobody takes calls, and they call back"),
    VOICE_ENTRIES("voice.entries", Form.TEXT, "", "what callers of a number want, as +4570102031:RENEW,+4570102032:FAULT; other numbers tell the "
            + "menu"),

    API_HOST("api.host", Form.TEXT, "127.0.0.1", "the address on which the API for employees listens"),
    API_PORT("api.port", Form.NUMBER, "8080", "its port; 0: any free one"),
    API_TOKENS("api.tokens", Form.SECRET, "", "who may use it: anna:TOKEN,bo:TOKEN; empty: the token in api-token in data.directory"),
    API_OPERATORS("api.operators", Form.TEXT, "", "those of api.tokens who may also deploy, repair and read what customers wrote, as anna,bo; "
            + "the token in data.directory always may"),

    MANAGEMENT_HOST("management.host", Form.TEXT, "127.0.0.1", "the address on which health and metrics are served, without any password: "
            + "never one that the outside reaches"),
    MANAGEMENT_PORT("management.port", Form.NUMBER, "9876", "its port; 0: any free one"),
    MANAGEMENT_PUBLIC("management.public", Form.FLAG, "false", "whether management.host may be an address that others reach, because something "
            + "else keeps them away: a NetworkPolicy, a firewall"),
    TRACING_URL("tracing.url", Form.TEXT, "", "where traces go by OTLP over HTTP, for example http://127.0.0.1:4318/v1/traces; empty: nowhere"),
    TRACING_SHARE("tracing.share", Form.DECIMAL, "1", "which share of all traces, from 0 to 1"),
    TRACING_AUTHORIZATION("tracing.authorization", Form.SECRET, "", "the Authorization header that the collector wants; empty: none"),
    TRACING_SERVICE("tracing.service", Form.TEXT, "keyline", "what this hub is called in traces (service.name)"),
    RATES_FILE("rates.file", Form.TEXT, "config/rates.csv", "what providers charge for a segment; need not be there"),
    DEPARTMENTS_FILE("departments.file", Form.TEXT, "config/departments.csv", "which department pays for what; need not be there"),
    LOG_FORMAT("log.format", Form.LOG, "text", "how the log is written: text, or json with one object a line"),

    COMPANY_NAME("company.name", Form.TEXT, "Keyline Demo", "the company, as texts name it"),
    COMPANY_CONTACT("company.contact", Form.TEXT, "+45 70 10 20 30", "how to reach a person"),
    COMPANY_CURRENCY("company.currency", Form.CURRENCY, "EUR", "the currency of amounts that customers write (ISO 4217)"),
    COMPANY_ZONE("company.zone", Form.ZONE, "", "whose calendar and clock deadlines go by, for example Europe/Copenhagen; empty: this "
            + "machine's"),
    REGION_DEFAULT("region.default", Form.TEXT, "DK", "the country of telephone numbers without one (ISO 3166)"),
    LANGUAGES("languages", Form.TEXT, "en,da,ru,zh", "the languages of the message catalogue"),
    LANGUAGE_DEFAULT("language.default", Form.TEXT, "en", "the language of customers of whom nothing is known"),

    CODES_COUNTRIES("codes.countries", Form.TEXT, "", "the countries of telephone numbers that one-time codes are sent to (ISO 3166), parted by "
            + "commas; empty: region.default alone"),
    CODES_HOURLY("codes.hourly", Form.NUMBER, "1000", "one-time codes an hour, over all customers: what fraud may cost at most"),

    LIFETIME_CODE("lifetime.code", Form.DURATION, "5m", "how long a one-time code is worth sending: until then it is tried again and again"),
    LIFETIME_REPLY("lifetime.reply", Form.DURATION, "1h", "how long an answer is worth sending"),
    LIFETIME_NOTICE("lifetime.notice", Form.DURATION, "24h", "how long a question or reminder of the company's own is worth sending"),
    GONE_AFTER("gone.after", Form.NUMBER, "3", "how often in a row a provider must say that nobody has an address before the company writes there no "
            + "more of its own accord; 0: that is never so"),
    GONE_OVER("gone.over", Form.DURATION, "2d", "and for how long at least, from the first time to the last"),
    GONE_MOST_A_DAY("gone.most-a-day", Form.NUMBER, "100", "of how many addresses of a channel it may say so within 24 hours; what comes beyond is its "
            + "own fault, and does not count"),
    QUIET_HOURS("quiet-hours", Form.HOURS, "21:00-08:00", "when no dead letter is replayed that the company says first, by the clock of company.zone; "
            + "empty: never"),
    DEAD_LETTERS_WORTH("dead-letters.worth-for", Form.DURATION, "24h", "how long what died is worth replaying; older letters only with --even-if-old"),

    DEAD_LETTERS_DESTINATION("dead-letters.destination", Form.TEXT, "jms:queue:keyline.dead-letters.{kind}", "where it is told what died: "
            + "jms:queue:NAME, jms:topic:NAME or kafka:TOPIC, where {kind} stands for the kind; empty: nowhere"),

    DUPLICATES_WITHIN("intake.duplicates-within", Form.DURATION, "10m", "how long after a lost session a provider may send again"),
    LIMIT_MESSAGES("limit.messages", Form.LIMIT, "60/10m", "how often a customer may write on a channel: times/time; what is beyond is stored, told once, and "
            + "not handled; STOP always is. Empty: no limit"),
    PARTS_WITHIN("intake.parts-within", Form.DURATION, "30m", "how long the parts of a message wait for each other"),

    KEEP_MESSAGES("keep.messages", Form.DURATION, "400d", "how long it is kept that there was a message, with its state and receipts; whole months "
            + "go; 0d here and below: for ever"),
    KEEP_TEXTS("keep.texts", Form.DURATION, "90d", "how long the texts of messages are kept"),
    KEEP_CONVERSATIONS("keep.conversations", Form.DURATION, "90d", "how long conversations are kept after their end, with what the back office said"),
    KEEP_WORK("keep.work", Form.DURATION, "400d", "how long work items are kept after they are closed"),
    KEEP_DEAD_LETTERS("keep.dead-letters", Form.DURATION, "90d", "how long dead letters are kept after they were replayed or dropped"),
    KEEP_DEPLOYMENTS("keep.deployments", Form.DURATION, "400d", "how long it is kept what was deployed and refused; what a rollback of a file needs stays"),
    KEEP_QUARANTINE("keep.quarantine", Form.DURATION, "14d", "how long input that could not be read is kept"),
    KEEP_CONSENT("keep.consent", Form.DURATION, "0d", "how long the evidence of consent is kept; the last entry of each customer stays");

    /** The forms of values. */
    enum Form {
        TEXT(".*", "text"),
        SECRET(".*", "text"),
        NUMBER("\\d{1,9}", "a whole number"),
        DECIMAL("\\d{1,9}(\\.\\d{1,6})?", "a number"),
        LOG("text|json", "text or json"),
        FLAG("true|false", "true or false"),
        STATUS("0x[0-9A-Fa-f]{1,8}|\\d{1,9}", "an SMPP command_status, for example 0x08"),
        LIMIT("([1-9]\\d{0,8}/[1-9]\\d{0,5}[smhd])?", "times/time, for example 60/10m, or nothing"),
        MAIL_SECURITY("TLS|STARTTLS|NONE", "TLS, STARTTLS or NONE"),
        CURRENCY("[A-Z]{3}", "a currency of ISO 4217, for example EUR"),
        ZONE(".*", "a time zone, for example Europe/Copenhagen, or nothing") {
            @Override
            boolean accepts(String value) {
                return value.isEmpty() || ZoneId.getAvailableZoneIds().contains(value);
            }
        },
        HOURS("|([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d", "hours of the day, for example 21:00-08:00, or nothing"),
        DURATION("\\d{1,9}(ms|s|m|h|d)", "a duration, for example 500ms, 30s, 10m, 2h or 1d");

        private final Pattern pattern;
        private final String words;

        Form(String pattern, String words) {
            this.pattern = Pattern.compile(pattern);
            this.words = words;
        }

        boolean accepts(String value) {
            return pattern.matcher(value).matches();
        }

        String words() {
            return words;
        }
    }

    private final String key;
    private final Form form;
    private final String byDefault;
    private final String meaning;

    Setting(String key, Form form, String byDefault, String meaning) {
        this.key = key;
        this.form = form;
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    String key() {
        return key;
    }

    Form form() {
        return form;
    }

    String byDefault() {
        return byDefault;
    }

    String meaning() {
        return meaning;
    }

    /** The environment variable that gives it. */
    String variable() {
        return "KEYLINE_" + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
