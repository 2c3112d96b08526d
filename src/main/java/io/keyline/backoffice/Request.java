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
 */
public record Request(String key, String operation, Map<String, String> customer, Instant deadline, Map<String, Object> data,
        boolean secret) {
}
