package io.keyline.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.hub.Names;
import io.keyline.store.Work;
import io.keyline.worklist.Outcome;
import io.keyline.worklist.Worklist;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the API can do: one HTTP method on one path each, as docs/worklist-openapi.yaml says. */
enum Operation {
    LIST("GET", "") {
        @Override
        ObjectNode perform(Request request, String who, Worklist worklist) {
            request.allowQuery(Set.of("queue", "state", "claimedBy", "after", "limit"));
            int limit = limit(request.query("limit"));
            List<Work> found = worklist.list(request.query("queue"), state(request.query("state")), request.query("claimedBy"),
                    request.queryId("after", 0), limit + 1);
            ObjectNode json = Json.object();
            ArrayNode items = json.putArray("items");
            found.stream().limit(limit).forEach(work -> items.add(Json.of(work)));
            if (found.size() > limit) {
                json.put("next", Names.of(found.get(limit - 1).id()));
            }
            return json;
        }
    },
    SHOW("GET", "/{id}") {
        @Override
        ObjectNode perform(Request request, String who, Worklist worklist) {
            return Json.of(worklist.show(request.item(), request.queryId("before", Long.MAX_VALUE)));
        }
    },
    CLAIM("POST", "/{id}/claim") {
        @Override
        ObjectNode perform(Request request, String who, Worklist worklist) {
            request.fields();
            return Json.of(worklist.claim(request.item(), who));
        }
    },
    RELEASE("POST", "/{id}/release") {
        @Override
        ObjectNode perform(Request request, String who, Worklist worklist) {
            request.fields();
            return Json.of(worklist.release(request.item(), who));
        }
    },
    ANSWER("POST", "/{id}/answer") {
        @Override
        ObjectNode perform(Request request, String who, Worklist worklist) {
            String text = request.fields("text").required("text");
            return Json.object().put("message", Names.of(worklist.answer(request.item(), who, text)));
        }

        @Override
        int status() {
            return 202;
        }
    },
    HAND_BACK("POST", "/{id}/hand-back") {
        @Override
        ObjectNode perform(Request request, String who, Worklist worklist) {
            return Json.of(worklist.handBack(request.item(), who, request.fields("answer").optional("answer")));
        }
    },
    LINK("POST", "/{id}/link") {
        @Override
        ObjectNode perform(Request request, String who, Worklist worklist) {
            Fields fields = request.fields("address", "why");
            return Json.of(worklist.link(request.item(), who, fields.required("address"), fields.required("why")));
        }

        @Override
        int status() {
            return 202;
        }
    },
    UNLINK("POST", "/{id}/unlink") {
        @Override
        ObjectNode perform(Request request, String who, Worklist worklist) {
            Fields fields = request.fields("address", "why");
            return Json.of(worklist.unlink(request.item(), who, fields.required("address"), fields.required("why")));
        }
    },
    CLOSE("POST", "/{id}/close") {
        @Override
        ObjectNode perform(Request request, String who, Worklist worklist) {
            Fields fields = request.fields("outcome", "note");
            String word = fields.optional("outcome");
            Outcome outcome = word == null ? Outcome.CLOSED : Outcome.of(word)
                    .orElseThrow(() -> new ProblemException(422, "is none of closed, opted-out, no-opt-out").about("outcome"));
            return Json.of(worklist.close(request.item(), who, outcome, fields.optional("note")));
        }
    };

    private static final String ROOT = "/api/worklist";
    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 200;

    private final String method;
    private final String path;

    Operation(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** Does it, for this employee. */
    abstract ObjectNode perform(Request request, String who, Worklist worklist);

    /** The HTTP status of an answer that is good. */
    int status() {
        return 200;
    }

    String method() {
        return method;
    }

    String path() {
        return ROOT + path;
    }

    /** Whether one of the operations has this path. */
    static boolean isPath(String path) {
        return Arrays.stream(values()).anyMatch(operation -> path.matches(operation.path().replace("{id}", "[^/]+")));
    }

    private static String state(String word) {
        if (word == null) {
            return null;
        }
        String state = word.toUpperCase(Locale.ROOT);
        if (!Set.of("OPEN", "CLAIMED", "CLOSED").contains(state)) {
            throw new ProblemException(422, "is none of OPEN, CLAIMED, CLOSED").about("state");
        }
        return state;
    }

    private static int limit(String word) {
        if (word == null) {
            return PAGE;
        }
        if (!word.matches("[0-9]{1,3}") || Integer.parseInt(word) < 1 || Integer.parseInt(word) > LARGEST_PAGE) {
            throw new ProblemException(422, "is not a number from 1 to " + LARGEST_PAGE).about("limit");
        }
        return Integer.parseInt(word);
    }
}
