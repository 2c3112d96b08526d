package io.keyline.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.hub.Names;
import io.keyline.store.Work;
import io.keyline.worklist.Outcome;
import io.keyline.worklist.Worklist;
import java.util.List;
import java.util.Set;

/** What the API can do with the work list, as docs/worklist-openapi.yaml says. */
public final class WorklistOperations {

    private static final String ROOT = "/api/worklist";
    private static final List<String> STATES = List.of("OPEN", "CLAIMED", "CLOSED");

    private final Worklist worklist;

    private WorklistOperations(Worklist worklist) {
        this.worklist = worklist;
    }

    /** All of them. */
    public static List<Operation> of(Worklist worklist) {
        WorklistOperations to = new WorklistOperations(worklist);
        return List.of(
                operation("list", "GET", "", 200, (request, who) -> to.list(request)),
                operation("show", "GET", "/{id}", 200, (request, who) -> to.show(request)),
                operation("claim", "POST", "/{id}/claim", 200, to::claim),
                operation("release", "POST", "/{id}/release", 200, to::release),
                operation("answer", "POST", "/{id}/answer", 202, to::answer),
                operation("hand-back", "POST", "/{id}/hand-back", 200, to::handBack),
                operation("link", "POST", "/{id}/link", 202, to::link),
                operation("unlink", "POST", "/{id}/unlink", 200, to::unlink),
                operation("close", "POST", "/{id}/close", 200, to::close));
    }

    private static Operation operation(String name, String method, String path, int status, Operation.Work work) {
        return new Operation("worklist-" + name, method, ROOT + path, Operation.Role.EMPLOYEE, status, work);
    }

    private ObjectNode list(Request request) {
        request.allowQuery(Set.of("queue", "state", "claimedBy", "after", "limit"));
        int limit = request.limit();
        List<Work> found = worklist.list(request.query("queue"), request.queryWord("state", STATES), request.query("claimedBy"),
                request.queryId("after", 0), limit + 1);
        return Json.page("items", found, limit, Json::of, Work::id);
    }

    private ObjectNode show(Request request) {
        return Json.of(worklist.show(request.id(), request.queryId("before", Long.MAX_VALUE)));
    }

    private ObjectNode claim(Request request, String who) {
        request.fields();
        return Json.of(worklist.claim(request.id(), who));
    }

    private ObjectNode release(Request request, String who) {
        request.fields();
        return Json.of(worklist.release(request.id(), who));
    }

    private ObjectNode answer(Request request, String who) {
        String text = request.fields("text").required("text");
        return Json.object().put("message", Names.of(worklist.answer(request.id(), who, text)));
    }

    private ObjectNode handBack(Request request, String who) {
        return Json.of(worklist.handBack(request.id(), who, request.fields("answer").optional("answer")));
    }

    private ObjectNode link(Request request, String who) {
        Fields fields = request.fields("address", "why");
        return Json.of(worklist.link(request.id(), who, fields.required("address"), fields.required("why")));
    }

    private ObjectNode unlink(Request request, String who) {
        Fields fields = request.fields("address", "why");
        return Json.of(worklist.unlink(request.id(), who, fields.required("address"), fields.required("why")));
    }

    private ObjectNode close(Request request, String who) {
        Fields fields = request.fields("outcome", "note");
        String word = fields.optional("outcome");
        Outcome outcome = word == null ? Outcome.CLOSED : Outcome.of(word)
                .orElseThrow(() -> new ProblemException(422, "is none of closed, opted-out, no-opt-out").about("outcome"));
        return Json.of(worklist.close(request.id(), who, outcome, fields.optional("note")));
    }
}
