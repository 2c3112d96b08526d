package io.keyline.deploy.rehearsal;

import io.keyline.backoffice.Reply;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What a back-office system answers in a rehearsal.
 *
 * @param status null if it never answers
 * @param reason of a refusal or failure, else null
 * @param data   numbers are {@link java.math.BigDecimal}
 * @param after  how long it takes
 */
public record Answer(Reply.Status status, String reason, Map<String, Object> data, Duration after) {

    static final Answer SILENCE = new Answer(null, null, Map.of(), Duration.ZERO);

    /** Whether no answer ever comes. */
    public boolean isSilence() {
        return status == null;
    }

    @Override
    public String toString() {
        if (isSilence()) {
            return "is silent";
        }
        String late = after.isZero() ? "" : "after " + after.toString().substring(2).toLowerCase(Locale.ROOT) + " ";
        return late + switch (status) {
            case OK -> "-> " + Json.write(data);
            case REFUSED -> "refuses " + reason + (data.isEmpty() ? "" : " " + Json.write(data));
            case FAILED, MALFORMED -> "fails " + reason;
        };
    }
}
