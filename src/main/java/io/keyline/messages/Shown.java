package io.keyline.messages;

import io.keyline.hub.Seal;
import io.keyline.store.ErasureSql;

/**
 * How much of what customers wrote is shown.
 *
 * @param texts whether texts and whole numbers are; secrets such as PINs never are
 */
public record Shown(boolean texts) {

    private static final int HIDDEN_DIGITS = 4;
    private static final String HIDDEN = "****";

    /** A customer's address, or as much of it as may be seen. */
    public String address(String address) {
        if (texts || ErasureSql.isErased(address)) {
            return address;
        }
        return address.length() <= HIDDEN_DIGITS ? HIDDEN : address.substring(0, address.length() - HIDDEN_DIGITS) + HIDDEN;
    }

    /** A text, or what stands for a secret one. Only to be asked when texts are shown. */
    public String text(String text) {
        return Seal.isSealed(text) ? HIDDEN : text;
    }

    /** What a step came to, or what stands for a secret one. Only to be asked when texts are shown. */
    public String result(String json) {
        return json.contains("\"sealed\"") ? HIDDEN : json;
    }
}
