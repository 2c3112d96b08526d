package io.keyline.backoffice;

import java.time.Instant;
import java.util.Map;

/**
 * A question or an order to a back-office system. The contract is docs/back-office.md.
 *
 * @param key       the idempotency key: the same for the same step of the same message, however often it is sent
 * @param operation system and operation, for example {@code accounts.balance}
 * @param customer  who it is for: {@code address}, {@code channel}, {@code language}
 * @param deadline  after this the answer is of no use and the order must not be carried out
 * @param data      what the route says
 * @param secret    it holds what nobody may keep, such as a PIN: no broker writes it to its disk
 * @param trace     the step of a trace that it is, as the value of {@code traceparent} (W3C Trace Context); null for none
 */
public record Request(String key, String operation, Map<String, String> customer, Instant deadline, Map<String, Object> data,
        boolean secret, String trace) {

    /** The name under which the trace goes with it on each way: header or property. */
    static final String TRACEPARENT = "traceparent";

    /** One that belongs to no trace. */
    public Request(String key, String operation, Map<String, String> customer, Instant deadline, Map<String, Object> data, boolean secret) {
        this(key, operation, customer, deadline, data, secret, null);
    }

    /** This request as a step of a trace. */
    public Request in(String step) {
        return new Request(key, operation, customer, deadline, data, secret, step);
    }
}
