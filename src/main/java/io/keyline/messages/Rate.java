package io.keyline.messages;

import java.math.BigDecimal;

/** What a segment costs. @param currency ISO 4217 */
record Rate(BigDecimal amount, String currency) {

    Cost times(long segments) {
        return segments == 0 ? Cost.NOTHING : Cost.of(currency, amount.multiply(BigDecimal.valueOf(segments)));
    }
}
