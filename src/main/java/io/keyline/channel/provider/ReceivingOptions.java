package io.keyline.channel.provider;

import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** What a provider's requests look like. A name that begins with a slash is a JSON Pointer into the body, any other a field of form or query. */
@UriParams
public class ReceivingOptions {

    @UriParam(label = "consumer", description = "The path that the provider calls; a secret in it keeps strangers out")
    private String path = "";
    @UriParam(label = "consumer", defaultValue = "POST", description = "The methods that it calls with, parted by commas")
    private String methods = "POST";
    @UriParam(label = "consumer", defaultValue = "UTF-8", description = "The charset of its forms and queries")
    private String charset = "UTF-8";
    @UriParam(label = "consumer",
            description = "The JSON Pointer of an array, each element of which is a message or receipt; without it the request is one")
    private String each = "";
    @UriParam(label = "consumer", description = "The field with the customer's number")
    private String from = "";
    @UriParam(label = "consumer", description = "The field with the number that the customer wrote to")
    private String to = "";
    @UriParam(label = "consumer", description = "The field with the text")
    private String text = "";
    @UriParam(label = "consumer", description = "The field with the provider's id of the message, by which one that is sent again is known")
    private String id = "";
    @UriParam(label = "consumer",
            description = "The field that the parts of a longer message have in common, where the provider does not join them")
    private String partReference = "";
    @UriParam(label = "consumer", description = "The field with the number of parts")
    private String partTotal = "";
    @UriParam(label = "consumer", description = "The field that tells which part this is, from 1")
    private String partNumber = "";
    @UriParam(label = "consumer",
            description = "The field that says STOP, START or HELP when the provider has understood that and replied already")
    private String optOut = "";
    @UriParam(label = "consumer", description = "The field with the id that the provider gave the message which a receipt is about")
    private String receiptId = "";
    @UriParam(label = "consumer", description = "The field with what became of it; a request that has this field is a receipt")
    private String receiptStatus = "";
    @UriParam(label = "consumer", description = "The field with the reason why it was not delivered")
    private String receiptError = "";
    @UriParam(label = "consumer",
            description = "What the words of receiptStatus mean: WORD=STATE, parted by commas; STATE is ENROUTE, ACCEPTED, DELIVERED,"
            + " EXPIRED, DELETED, UNDELIVERABLE, REJECTED or UNKNOWN")
    private String states = "";
    @UriParam(label = "consumer", description = "The country (ISO 3166) of numbers without one; without it all numbers have theirs")
    private String defaultRegion = "";
    @UriParam(label = "consumer,security", description = "The IP addresses and ranges that may call, parted by commas; without it all may")
    private String allowFrom = "";
    @UriParam(label = "consumer,security", defaultValue = "NONE", description = "How requests are signed")
    private Signature signature = Signature.NONE;
    @UriParam(label = "consumer,security", secret = true,
            description = "The secret of the signature; of twilio several, parted by commas, while one is being changed")
    private String secret = "";
    @UriParam(label = "consumer,security", defaultValue = "X-Signature", description = "The header with the signature, for hmac")
    private String signatureHeader = "X-Signature";
    @UriParam(label = "consumer,security", defaultValue = "HmacSHA256",
            description = "The algorithm of the signature, by Java's name, for hmac and for the parameter sig of vonage")
    private String signatureAlgorithm = "HmacSHA256";
    @UriParam(label = "consumer", defaultValue = "200", description = "The status that tells the provider that the request is stored")
    private int answerStatus = 200;
    @UriParam(label = "consumer", defaultValue = "text/plain", description = "The media type of the answer")
    private String answerType = "text/plain";
    @UriParam(label = "consumer", description = "The body of the answer")
    private String answerBody = "";

    public String getPath() {
        return path;
    }

    public void setPath(String path) {
        this.path = path;
    }

    public String getMethods() {
        return methods;
    }

    public void setMethods(String methods) {
        this.methods = methods;
    }

    public String getCharset() {
        return charset;
    }

    public void setCharset(String charset) {
        this.charset = charset;
    }

    public String getEach() {
        return each;
    }

    public void setEach(String each) {
        this.each = each;
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public String getPartReference() {
        return partReference;
    }

    public void setPartReference(String partReference) {
        this.partReference = partReference;
    }

    public String getPartTotal() {
        return partTotal;
    }

    public void setPartTotal(String partTotal) {
        this.partTotal = partTotal;
    }

    public String getPartNumber() {
        return partNumber;
    }

    public void setPartNumber(String partNumber) {
        this.partNumber = partNumber;
    }

    public String getOptOut() {
        return optOut;
    }

    public void setOptOut(String optOut) {
        this.optOut = optOut;
    }

    public String getReceiptId() {
        return receiptId;
    }

    public void setReceiptId(String receiptId) {
        this.receiptId = receiptId;
    }

    public String getReceiptStatus() {
        return receiptStatus;
    }

    public void setReceiptStatus(String receiptStatus) {
        this.receiptStatus = receiptStatus;
    }

    public String getReceiptError() {
        return receiptError;
    }

    public void setReceiptError(String receiptError) {
        this.receiptError = receiptError;
    }

    public String getStates() {
        return states;
    }

    public void setStates(String states) {
        this.states = states;
    }

    public String getDefaultRegion() {
        return defaultRegion;
    }

    public void setDefaultRegion(String defaultRegion) {
        this.defaultRegion = defaultRegion;
    }

    public String getAllowFrom() {
        return allowFrom;
    }

    public void setAllowFrom(String allowFrom) {
        this.allowFrom = allowFrom;
    }

    public Signature getSignature() {
        return signature;
    }

    public void setSignature(Signature signature) {
        this.signature = signature;
    }

    public String getSecret() {
        return secret;
    }

    public void setSecret(String secret) {
        this.secret = secret;
    }

    public String getSignatureHeader() {
        return signatureHeader;
    }

    public void setSignatureHeader(String signatureHeader) {
        this.signatureHeader = signatureHeader;
    }

    public String getSignatureAlgorithm() {
        return signatureAlgorithm;
    }

    public void setSignatureAlgorithm(String signatureAlgorithm) {
        this.signatureAlgorithm = signatureAlgorithm;
    }

    public int getAnswerStatus() {
        return answerStatus;
    }

    public void setAnswerStatus(int answerStatus) {
        this.answerStatus = answerStatus;
    }

    public String getAnswerType() {
        return answerType;
    }

    public void setAnswerType(String answerType) {
        this.answerType = answerType;
    }

    public String getAnswerBody() {
        return answerBody;
    }

    public void setAnswerBody(String answerBody) {
        this.answerBody = answerBody;
    }

    /** How a provider shows that a request is its own. */
    public enum Signature {
        NONE, TWILIO, VONAGE, HMAC
    }
}
