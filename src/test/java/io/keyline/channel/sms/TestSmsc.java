package io.keyline.channel.sms;

import io.keyline.FreePort;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.cloudhopper.commons.util.windowing.WindowFuture;
import com.cloudhopper.smpp.SmppServerConfiguration;
import com.cloudhopper.smpp.SmppServerHandler;
import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.SmppSessionConfiguration;
import com.cloudhopper.smpp.impl.DefaultSmppServer;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.pdu.SubmitSmResp;
import com.cloudhopper.smpp.type.SmppProcessingException;

/** An SMSC by another SMPP library than the hub's. */
final class TestSmsc implements SmppServerHandler, AutoCloseable {

    final List<SmppServerSession> sessions = new CopyOnWriteArrayList<>();
    final List<SubmitSm> submitted = new CopyOnWriteArrayList<>();
    final AtomicInteger binds = new AtomicInteger();
    /** The command_status of bind responses. */
    volatile int bindStatus;
    /** What to answer to a submit_sm; null for nothing. */
    volatile Function<SubmitSm, SubmitSmResp> answer = this::accepted;

    private final DefaultSmppServer server;

    TestSmsc() throws Exception {
        this(FreePort.next()); // ch-smpp does not tell which port 0 became
    }

    TestSmsc(int port) throws Exception {
        SmppServerConfiguration configuration = new SmppServerConfiguration();
        configuration.setHost("localhost");
        configuration.setPort(port);
        configuration.setSystemId("test-smsc");
        configuration.setDefaultWindowSize(5_000);
        server = new DefaultSmppServer(configuration, this);
        server.start();
    }

    int port() {
        return server.getConfiguration().getPort();
    }

    /** Answers on a thread of its own, not on the one that reads. */
    void later(PduResponse response) {
        Thread.ofVirtual().start(() -> {
            try {
                session().sendResponsePdu(response);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    SmppServerSession session() {
        return sessions.getLast();
    }

    /** Delivers one PDU and returns the command_status of its response. */
    int deliver(PduRequest<?> pdu) throws Exception {
        return response(send(pdu));
    }

    WindowFuture<Integer, PduRequest, PduResponse> send(PduRequest<?> pdu) throws Exception {
        return session().sendRequestPdu(pdu, 5_000, true);
    }

    static int response(WindowFuture<Integer, PduRequest, PduResponse> sent) throws Exception {
        assert sent.await(10_000) && sent.isSuccess() : "no response";
        return sent.getResponse().getCommandStatus();
    }

    SubmitSmResp accepted(SubmitSm submit) {
        SubmitSmResp response = submit.createResponse();
        response.setMessageId("00A" + submitted.size());
        return response;
    }

    SubmitSmResp refused(SubmitSm submit, int status) {
        SubmitSmResp response = submit.createResponse();
        response.setCommandStatus(status);
        return response;
    }

    @Override
    public void sessionBindRequested(Long id, SmppSessionConfiguration configuration, BaseBind bind) throws SmppProcessingException {
        binds.incrementAndGet();
        if (bindStatus != 0) {
            throw new SmppProcessingException(bindStatus);
        }
    }

    @Override
    public void sessionCreated(Long id, SmppServerSession session, BaseBindResp response) {
        session.serverReady(new DefaultSmppSessionHandler() {
            @Override
            public PduResponse firePduRequestReceived(PduRequest request) {
                if (!(request instanceof SubmitSm submit)) {
                    return request.createResponse();
                }
                submitted.add(submit);
                return answer.apply(submit);
            }
        });
        sessions.add(session);
    }

    @Override
    public void sessionDestroyed(Long id, SmppServerSession session) {
        sessions.remove(session);
        session.destroy();
    }

    @Override
    public void close() {
        if (!server.isDestroyed()) {
            server.destroy();
        }
    }
}
