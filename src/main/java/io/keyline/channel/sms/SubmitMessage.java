package io.keyline.channel.sms;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.keyline.channel.sms.SmscSession.NotBoundException;
import io.keyline.hub.Outgoing;
import io.keyline.hub.Outgoing.PartSent;
import io.keyline.hub.SendException;
import io.keyline.hub.SendException.Outcome;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.jsmpp.GenericNackResponseException;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;

/** Submits a message part by part (submit_sm, SMPP 3.4, 4.4) and says what became of it. */
final class SubmitMessage {

    private static final Set<Integer> THROTTLED = Set.of(0x58, 0x14);

    private final SmppConfiguration configuration;
    private final String connection;
    private final Concatenation concatenation;
    private final ReceiptIds receiptIds;
    private final Set<Integer> retry;
    private final Set<Integer> unknownAddress;

    SubmitMessage(SmscEndpoint endpoint) {
        configuration = endpoint.getConfiguration();
        connection = endpoint.getConnection();
        concatenation = endpoint.getConcatenation();
        receiptIds = endpoint.getReceiptIds();
        retry = endpoint.retryStatuses();
        unknownAddress = endpoint.unknownAddressStatuses();
    }

    /** Returns when the SMSC has accepted all parts that had not gone before. */
    void submit(Outgoing outgoing, SmscSession session) throws SendException {
        SubmitAddress from = SubmitAddress.of(outgoing.from(), configuration.getSourceAddrTon(), configuration.getSourceAddrNpi());
        SubmitAddress to = SubmitAddress.of(outgoing.to(), configuration.getDestAddrTon(), configuration.getDestAddrNpi());
        if (from == null || to == null) {
            throw new SendException(Outcome.REFUSED, "no-address", "A message needs a sender and a receiver", null);
        }
        List<SubmitPart> parts = parts(outgoing);
        for (SubmitPart part : parts) {
            if (outgoing.partsSent().stream().noneMatch(sent -> sent.number() == part.number())) {
                submit(outgoing, from, to, part, session);
            }
        }
    }

    private List<SubmitPart> parts(Outgoing outgoing) throws SendException {
        try {
            return SubmitPart.all(SmsText.encode(outgoing.text()), concatenation, outgoing.parts()::reference);
        } catch (IllegalArgumentException e) {
            throw new SendException(Outcome.REFUSED, "too-long", e.getMessage(), e);
        }
    }

    private void submit(Outgoing outgoing, SubmitAddress from, SubmitAddress to, SubmitPart part, SmscSession session)
            throws SendException {
        String validity = validity(outgoing.expiresAt());
        if (!session.isUsable()) {
            throw new SendException(Outcome.RETRY_LATER, SendException.NOT_CONNECTED, "The session ended", null);
        }
        outgoing.parts().writing(part.number());
        String id = written(from, to, part, validity, session);
        outgoing.parts().sent(new PartSent(part.number(), part.total(), part.reference(), connection,
                id == null ? null : receiptIds.ofResponse(id)));
    }

    private String written(SubmitAddress from, SubmitAddress to, SubmitPart part, String validity, SmscSession session)
            throws SendException {
        try {
            return session.submitShortMessage(configuration.getServiceType(), from.ton(), from.npi(), from.value(), to.ton(),
                    to.npi(), to.value(), new ESMClass(part.esmClass()), configuration.getProtocolId(),
                    configuration.getPriorityFlag(), null, validity, new RegisteredDelivery(registeredDelivery(part)),
                    configuration.getReplaceIfPresentFlag(), new RawDataCoding(part.dataCoding()), (byte) 0, part.shortMessage(),
                    part.tlvs()).getMessageId();
        } catch (NegativeResponseException e) {
            throw refused(e.getCommandStatus(), e);
        } catch (GenericNackResponseException e) {
            throw refused(e.getCommandStatus(), e);
        } catch (PDUException e) {
            throw new SendException(Outcome.REFUSED, "invalid", "Not written, a field does not fit SMPP: " + e.getMessage(), e);
        } catch (NotBoundException e) {
            throw new SendException(Outcome.RETRY_LATER, SendException.NOT_CONNECTED, e.getMessage(), e);
        } catch (ResponseTimeoutException | InvalidResponseException | IOException | RuntimeException e) {
            throw new SendException(Outcome.UNCERTAIN, "no-response", "Written, but no response: " + e.getMessage(), e);
        }
    }

    private SendException refused(int status, Exception e) {
        Outcome outcome = THROTTLED.contains(status) ? Outcome.THROTTLED
                : retry.contains(status) ? Outcome.RETRY_LATER : unknownAddress.contains(status) ? Outcome.UNKNOWN_ADDRESS : Outcome.REFUSED;
        return new SendException(outcome, "0x%02X".formatted(status), e.getMessage(), e);
    }

    // some providers report once a message, for its last part
    private byte registeredDelivery(SubmitPart part) {
        return configuration.isSingleDLR() && part.number() < part.total() ? 0 : configuration.getRegisteredDelivery();
    }

    /** The time left, in the relative format of SMPP 3.4, 7.1.1.2; null, the SMSC's own default, without expiry. */
    static String validity(Instant expiresAt) throws SendException {
        if (expiresAt == null) {
            return null;
        }
        Duration left = Duration.between(Instant.now(), expiresAt);
        if (!left.isPositive()) {
            throw new SendException(Outcome.REFUSED, "expired", "It is worth nothing since " + expiresAt, null);
        }
        Duration most = Duration.ofDays(30); // a month has no fixed length, and no SMSC keeps a message longer
        Duration validity = left.compareTo(most) > 0 ? most : left.plusMillis(999);
        return "0000%02d%02d%02d%02d000R".formatted(validity.toDays(), validity.toHoursPart(), validity.toMinutesPart(),
                validity.toSecondsPart());
    }
}
