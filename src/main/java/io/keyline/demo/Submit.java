package io.keyline.demo;

import java.time.Instant;
import java.util.List;

/** A whole message that the SMSC accepted from an ESME, with the submit_sm that carried it, in order. */
public record Submit(Text content, List<Part> parts) {

    /**
     * One submit_sm that was accepted.
     *
     * @param id       the SMSC's message id; how it is written in response and receipt is for {@link Receipts} to say
     * @param systemId who sent it
     */
    public record Part(long id, String systemId, ShortMessage message, Instant at) {
    }

    static Submit of(List<Part> parts) {
        return new Submit(Text.of(parts.stream().map(Part::message).toList()), parts);
    }

    public String from() {
        return content.from();
    }

    public String to() {
        return content.to();
    }

    public String text() {
        return content.text();
    }

    public Alphabet alphabet() {
        return content.alphabet();
    }

    /** When its first part was accepted. */
    public Instant at() {
        return parts.get(0).at();
    }
}
