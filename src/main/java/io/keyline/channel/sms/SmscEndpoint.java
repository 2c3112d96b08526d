package io.keyline.channel.sms;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.apache.camel.component.smpp.SmppEndpoint;

/** A connection to an SMSC with the options that Keyline adds to those of camel-smpp. */
public class SmscEndpoint extends SmppEndpoint {

    private String connection;
    private ReceiptIds receiptIds = ReceiptIds.AS_SENT;
    private int tryLaterStatus = 0x08;
    private String defaultRegion;
    private String defaultAlphabet;
    private Concatenation concatenation = Concatenation.UDH;
    private String retryStatus = "0x08,0x45";
    private String unknownAddressStatus = "0x0B";

    SmscEndpoint(String uri, SmscComponent component, SmppConfiguration configuration) {
        super(uri, component, configuration);
    }

    @Override
    public SmscComponent getComponent() {
        return (SmscComponent) super.getComponent();
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        SmppReceiver receiver = new SmppReceiver(this, processor);
        configureConsumer(receiver);
        return receiver;
    }

    @Override
    public Producer createProducer() {
        return new SmppTransmitter(this);
    }

    public String getConnection() {
        return connection == null ? getConfiguration().getSystemId() : connection;
    }

    /** The name that messages carry; the system id by default. */
    public void setConnection(String connection) {
        this.connection = connection;
    }

    public ReceiptIds getReceiptIds() {
        return receiptIds;
    }

    /** How message ids differ between submit responses and receipts. */
    public void setReceiptIds(ReceiptIds receiptIds) {
        this.receiptIds = receiptIds;
    }

    public int getTryLaterStatus() {
        return tryLaterStatus;
    }

    /** The command_status, decimal or as 0x14, on which this provider sends a message again. 0x08 by default: many take others as final. */
    public void setTryLaterStatus(String tryLaterStatus) {
        this.tryLaterStatus = status(tryLaterStatus);
    }

    public String getDefaultRegion() {
        return defaultRegion;
    }

    /** The region of numbers that come without country code, ISO 3166, for example DK. */
    public void setDefaultRegion(String defaultRegion) {
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(defaultRegion)) {
            throw new IllegalArgumentException("no such region: " + defaultRegion + "; for example DK");
        }
        this.defaultRegion = defaultRegion;
    }

    public String getDefaultAlphabet() {
        return defaultAlphabet;
    }

    /** The charset that this provider means by data_coding 0; GSM 03.38 when empty. */
    public void setDefaultAlphabet(String defaultAlphabet) {
        this.defaultAlphabet = defaultAlphabet;
        defaultCharset();
    }

    private Charset defaultCharset() {
        return defaultAlphabet == null || defaultAlphabet.isBlank() ? null : Charset.forName(defaultAlphabet);
    }

    public Concatenation getConcatenation() {
        return concatenation;
    }

    /** How long texts travel: UDH, SAR or PAYLOAD. */
    public void setConcatenation(Concatenation concatenation) {
        this.concatenation = concatenation;
    }

    public String getRetryStatus() {
        return retryStatus;
    }

    /** The command_status values, separated by commas, after which a message goes again later instead of being refused. */
    public void setRetryStatus(String retryStatus) {
        this.retryStatus = retryStatus;
        retryStatuses();
    }

    public String getUnknownAddressStatus() {
        return unknownAddressStatus;
    }

    /**
     * The command_status values, separated by commas, by which this provider says that nobody has the number. 0x0B, ESME_RINVDSTADR, by
     * default; 0x0A is about our own number, and 0x45 says nothing of why.
     */
    public void setUnknownAddressStatus(String unknownAddressStatus) {
        this.unknownAddressStatus = unknownAddressStatus;
        unknownAddressStatuses();
    }

    Set<Integer> unknownAddressStatuses() {
        return statuses(unknownAddressStatus);
    }

    Set<Integer> retryStatuses() {
        return statuses(retryStatus);
    }

    private static Set<Integer> statuses(String codes) {
        return Arrays.stream(codes.split(",")).map(String::trim).filter(code -> !code.isEmpty()).map(SmscEndpoint::status)
                .collect(Collectors.toUnmodifiableSet());
    }

    // not Integer.decode: it takes 08 for octal
    private static int status(String code) {
        return code.startsWith("0x") ? Integer.parseUnsignedInt(code.substring(2), 16) : Integer.parseUnsignedInt(code);
    }

    ArrivalReader arrivalReader() {
        return new ArrivalReader(getConnection(), defaultRegion, defaultCharset(), receiptIds);
    }
}
