package io.keyline.demo;

import java.time.Duration;
import java.util.Map;

/**
 * What the back office answers.
 *
 * @param status ok, refused or failed
 * @param reason a short word, or null
 * @param after  how long the work takes before the reply goes out
 */
record Answer(String status, String reason, Map<String, Object> data, Duration after) {

    static Answer ok(Map<String, Object> data) {
        return new Answer("ok", null, data, Duration.ZERO);
    }

    static Answer refused(String reason) {
        return refused(reason, Map.of());
    }

    /** @param data what the text for this reason names */
    static Answer refused(String reason, Map<String, Object> data) {
        return new Answer("refused", reason, data, Duration.ZERO);
    }

    static Answer failed(String reason) {
        return new Answer("failed", reason, Map.of(), Duration.ZERO);
    }

    Answer after(Duration work) {
        return new Answer(status, reason, data, work);
    }
}
