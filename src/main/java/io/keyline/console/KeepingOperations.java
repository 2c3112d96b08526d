package io.keyline.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.keyline.console.Operation.Role;
import io.keyline.hub.TryLater;
import io.keyline.keeping.Erasure;
import io.keyline.keeping.Erasure.Report;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API can do with all that is kept of a customer, as docs/keeping-openapi.yaml says. Addresses come in bodies: paths get into logs. */
public final class KeepingOperations {

    private static final Logger LOG = LoggerFactory.getLogger(KeepingOperations.class);
    private static final int LONGEST_ADDRESS = 254;
    private static final int LONGEST_WHY = 200;

    private final Erasure erasure;

    private KeepingOperations(Erasure erasure) {
        this.erasure = erasure;
    }

    /** All of them. */
    public static List<Operation> of(Erasure erasure) {
        KeepingOperations to = new KeepingOperations(erasure);
        return List.of(
                new Operation("erasures", "GET", "/api/erasures", Role.OPERATOR, (request, who) -> to.reports()),
                new Operation("erasure-preview", "POST", "/api/erasures/preview", Role.OPERATOR, (request, who) -> to.preview(request)),
                new Operation("erasure", "POST", "/api/erasures", Role.OPERATOR, to::erase),
                new Operation("customer-export", "POST", "/api/customers/export", Role.OPERATOR, to::export));
    }

    private ObjectNode reports() {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("erasures");
        erasure.reports().forEach(kept -> list.addObject().put("number", kept.id()).put("at", kept.at().toString()).put("who", kept.who())
                .put("why", kept.why()).putRawValue("report", new RawValue(kept.report())));
        return json;
    }

    private ObjectNode preview(Request request) {
        return json(erasure.preview(address(request.fields("address"))));
    }

    private ObjectNode erase(Request request, String who) {
        Fields fields = request.fields("address", "why");
        String address = address(fields);
        String why = why(fields, address);
        try {
            Report report = erasure.erase(address, who, why);
            LOG.info("erasure {} by {}", report.number(), who);
            return json(report);
        } catch (TryLater e) {
            throw new ProblemException(503, e.getMessage() + "; nothing is erased, try again");
        }
    }

    private ObjectNode export(Request request, String who) {
        Fields fields = request.fields("address", "why");
        String address = address(fields);
        String why = why(fields, address);
        ObjectNode json = Json.object();
        erasure.export(address).forEach((table, rows) -> {
            ArrayNode list = json.putArray(table);
            rows.forEach(row -> list.addRawValue(new RawValue(row)));
        });
        LOG.info("{} took out all that is kept of a customer: {}", who, why);
        return json;
    }

    static String address(Fields fields) {
        String address = Erasure.address(fields.required("address"));
        if (address.isEmpty() || address.length() > LONGEST_ADDRESS || address.indexOf('\0') >= 0 || address.matches("\\d.*")) {
            throw new ProblemException(422, "write a number as +4520123456, or a mail address").about("address");
        }
        return address;
    }

    private static String why(Fields fields, String address) {
        String why = fields.required("why").strip();
        if (why.isEmpty() || why.length() > LONGEST_WHY || why.chars().anyMatch(Character::isISOControl)) {
            throw new ProblemException(422, "write 1 to " + LONGEST_WHY + " characters").about("why");
        }
        if (Erasure.names(why, address)) {
            throw new ProblemException(422, "names the customer, and is kept: write the number of their request instead").about("why");
        }
        return why;
    }

    private static ObjectNode json(Report report) {
        ObjectNode json = Json.object();
        if (report.number() > 0) {
            json.put("number", report.number());
        }
        json.put("at", report.at().toString());
        put(json.putObject("erased"), report.erased());
        put(json.putObject("ended"), report.ended());
        put(json.putObject("kept"), report.kept());
        return json;
    }

    private static void put(ObjectNode json, Map<String, Long> rows) {
        rows.forEach(json::put);
    }
}
