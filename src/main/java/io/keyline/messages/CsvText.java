package io.keyline.messages;

import io.keyline.hub.Names;
import io.keyline.store.MessageLogSql.Found;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Messages as lines of CSV (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe. */
record CsvText(Tariff tariff, Shown shown) {

    private static final String COLUMNS = "id,at,direction,channel,provider,customer,company,state,reason,route,category,department,segments,"
            + "cost,currency,text";
    private static final String FORMULA = "=+-@\t\r";

    String head() {
        return COLUMNS + "\r\n";
    }

    String line(Found found) {
        Cost cost = tariff.cost(found);
        return cells(Names.of(found.id()), found.at().truncatedTo(ChronoUnit.MILLIS).toString(), found.inbound() ? "in" : "out", found.channel(),
                found.provider(), shown.address(found.customer()), found.company(), found.state(), found.reason(), found.route(), found.category(),
                tariff.department(found), Integer.toString(found.segments()),
                cost.amounts().values().stream().map(BigDecimal::toPlainString).collect(Collectors.joining(" ")),
                String.join(" ", cost.amounts().keySet()), shown.texts() ? shown.text(found.text()) : "");
    }

    private static String cells(String... values) {
        return Arrays.stream(values).map(CsvText::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        String safe = FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return safe.chars().anyMatch(one -> ",\"\r\n\t".indexOf(one) >= 0) ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
