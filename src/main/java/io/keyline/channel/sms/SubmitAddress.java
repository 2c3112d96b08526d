package io.keyline.channel.sms;

import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;

/** An address of a submit_sm with its type and plan (SMPP 3.4, 5.2.5 and 5.2.6). */
record SubmitAddress(String value, TypeOfNumber ton, NumberingPlanIndicator npi) {

    /**
     * Letters are a name; a plus makes a number international; all else is for the SMSC to know, as short codes are sent in as many
     * ways as there are SMSCs. What the operator configured, other than 0, is used for every number.
     *
     * @return null when there is no address
     */
    static SubmitAddress of(String address, byte configuredTon, byte configuredNpi) {
        if (address == null || address.isBlank()) {
            return null;
        }
        String value = address.trim();
        boolean international = value.startsWith("+");
        String digits = international ? value.substring(1) : value;
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new SubmitAddress(value, TypeOfNumber.ALPHANUMERIC, NumberingPlanIndicator.UNKNOWN);
        }
        TypeOfNumber ton = international ? TypeOfNumber.INTERNATIONAL : TypeOfNumber.UNKNOWN;
        return new SubmitAddress(digits,
                configuredTon == 0 ? ton : TypeOfNumber.valueOf(configuredTon),
                configuredNpi == 0 ? NumberingPlanIndicator.ISDN : NumberingPlanIndicator.valueOf(configuredNpi));
    }
}
