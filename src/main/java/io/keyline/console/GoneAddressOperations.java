package io.keyline.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.console.Operation.Role;
import io.keyline.hub.Names;
import io.keyline.store.GoneSql;
import io.keyline.store.GoneSql.Gone;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API can do with addresses that nobody has any more, as docs/gone-addresses-openapi.yaml says. */
public final class GoneAddressOperations {

    private static final Logger LOG = LoggerFactory.getLogger(GoneAddressOperations.class);
    private static final String ROOT = "/api/gone-addresses";

    private final Jdbi jdbi;

    private GoneAddressOperations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** All of them. */
    public static List<Operation> of(Jdbi jdbi) {
        GoneAddressOperations to = new GoneAddressOperations(jdbi);
        return List.of(
                new Operation("gone-addresses-list", "GET", ROOT, Role.OPERATOR, (request, who) -> to.list(request)),
                new Operation("gone-addresses-lift", "POST", ROOT + "/lift", Role.OPERATOR, to::lift));
    }

    private ObjectNode list(Request request) {
        request.allowQuery(Set.of("after", "limit"));
        int limit = request.limit();
        List<Gone> found = jdbi.withHandle(handle -> GoneSql.list(handle, request.queryId("after", 0), limit + 1));
        return Json.page("addresses", found, limit, GoneAddressOperations::json, Gone::message);
    }

    private static ObjectNode json(Gone gone) {
        return Json.object().put("address", gone.address()).put("channel", gone.channel()).put("times", gone.times()).put("code", gone.code())
                .put("firstAt", gone.firstAt().toString()).put("lastAt", gone.lastAt().toString()).put("goneAt", gone.goneAt().toString())
                .put("message", Names.of(gone.message()));
    }

    /** In the log is the message that was refused last, for the log is no place for addresses. */
    private ObjectNode lift(Request request, String who) {
        String address = KeepingOperations.address(request.fields("address"));
        Gone gone = jdbi.withHandle(handle -> GoneSql.find(handle, address)).orElseThrow(() -> new ProblemException(404, "this address is not gone"));
        jdbi.useHandle(handle -> GoneSql.lift(handle, address));
        LOG.info("{} says that somebody has the address of message {} after all", who, Names.of(gone.message()));
        return json(gone);
    }
}
