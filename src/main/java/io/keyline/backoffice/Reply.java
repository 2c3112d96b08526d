package io.keyline.backoffice;

import io.keyline.store.Held;
import java.util.Map;
import java.util.Objects;

/**
 * What a back-office system answers.
 *
 * @param key    the idempotency key of the request
 * @param reason why it was refused or failed, a short word such as {@code insufficient-funds}; else null
 * @param data   what the route may use; numbers are {@link java.math.BigDecimal}
 * @param held   what held the request up in the hub before it came; null if nothing did
 */
public record Reply(String key, Status status, String reason, Map<String, Object> data, Held held) {

    /** One that nothing held up. */
    public Reply(String key, Status status, String reason, Map<String, Object> data) {
        this(key, status, reason, data, null);
    }

    public Reply {
        Objects.requireNonNull(status);
        data = data == null ? Map.of() : data;
    }

    Reply after(Held what) {
        return new Reply(key, status, reason, data, what);
    }

    /** The four ways a request can end. */
    public enum Status {
        OK,
        /** Understood and declined: a business answer. */
        REFUSED,
        /** The system could not carry it out. */
        FAILED,
        /** What came back is not a reply as the contract has it. */
        MALFORMED
    }
}
