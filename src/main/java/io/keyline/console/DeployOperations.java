package io.keyline.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.deploy.Problem;
import io.keyline.deploy.live.Deployments;
import io.keyline.deploy.live.Outcome;
import io.keyline.deploy.live.UnknownVersionException;
import io.keyline.store.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the API can do with route files and texts, as docs/deploy-openapi.yaml says. */
public final class DeployOperations {

    private static final String ROOT = "/api/deployments";
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,119}");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,15}");
    /** Texts travel in the request. */
    private static final int LARGEST_BODY = 1 << 20;
    private static final int PAGE = 50;
    private static final int LONGEST_WHY = 500;

    private final Deployments deployments;

    private DeployOperations(Deployments deployments) {
        this.deployments = deployments;
    }

    /** All of them. */
    public static List<Operation> of(Deployments deployments) {
        DeployOperations to = new DeployOperations(deployments);
        return List.of(
                operation("list", "GET", "", (request, who) -> to.list(request)),
                operation("deploy", "POST", "", to::deploy),
                operation("check", "POST", "/check", (request, who) -> to.check(request)),
                operation("rollback", "POST", "/rollback", to::rollBack),
                operation("faults", "GET", "/faults", (request, who) -> to.faults()),
                operation("show", "GET", "/{version}/{file}", (request, who) -> to.show(request)));
    }

    private static Operation operation(String name, String method, String path, Operation.Work work) {
        return new Operation("deployments-" + name, method, ROOT + path, Operation.Role.OPERATOR, 200, LARGEST_BODY, work);
    }

    private ObjectNode list(Request request) {
        request.allowQuery(Set.of("file", "before"));
        String before = request.query("before");
        if (before != null && !VERSION.matcher(before).matches()) {
            throw new ProblemException(422, "is not a version").about("before");
        }
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray("items");
        deployments.history().list(request.query("file"), before == null ? Long.MAX_VALUE : Long.parseLong(before), PAGE)
                .forEach(one -> items.add(json(one)));
        return json;
    }

    private ObjectNode show(Request request) throws Exception {
        try {
            return json(deployments.history().find(request.name("file", FILE), Long.parseLong(request.name("version", VERSION))));
        } catch (UnknownVersionException e) {
            throw new ProblemException(404, e.getMessage());
        }
    }

    private ObjectNode faults() {
        ObjectNode json = Json.object();
        ObjectNode files = json.putObject("files");
        deployments.faults().forEach((file, problems) -> problems.forEach(files.putArray(file)::add));
        return json;
    }

    private ObjectNode deploy(Request request, String who) throws Exception {
        Fields fields = request.fields("files", "why");
        return json(deployments.deploy(files(fields), who, why(fields)));
    }

    private ObjectNode check(Request request) throws Exception {
        return json(deployments.check(files(request.fields("files"))));
    }

    private ObjectNode rollBack(Request request, String who) throws Exception {
        Fields fields = request.fields("file", "version", "why");
        String version = fields.optional("version");
        if (version != null && !VERSION.matcher(version).matches()) {
            throw new ProblemException(422, "is not a version").about("version");
        }
        try {
            return json(deployments.rollBack(fields.required("file"), version == null ? null : Long.valueOf(version), who, why(fields)));
        } catch (UnknownVersionException e) {
            throw new ProblemException(404, e.getMessage());
        }
    }

    private static Map<String, String> files(Fields fields) {
        Map<String, String> files = fields.requiredMap("files");
        files.forEach((name, text) -> {
            if (!FILE.matcher(name).matches()) {
                throw new ProblemException(422, "has a file whose name is none; write it without its directory").about("files");
            }
            if (text != null && text.indexOf('\0') >= 0) {
                throw new ProblemException(422, "has a NUL in " + name + ", which no text does").about("files");
            }
        });
        return files;
    }

    private static String why(Fields fields) {
        String why = fields.optional("why");
        if (why != null && (why.length() > LONGEST_WHY || why.indexOf('\0') >= 0)) {
            throw new ProblemException(422, "has more than " + LONGEST_WHY + " characters, or a NUL").about("why");
        }
        return why;
    }

    private static ObjectNode json(Outcome outcome) {
        ObjectNode json = Json.object();
        if (outcome.version() > 0) {
            json.put("version", outcome.version());
        }
        outcome.deployed().forEach(json.putArray("deployed")::add);
        ObjectNode refused = json.putObject("refused");
        outcome.refused().forEach((file, problems) -> problems(refused.putArray(file), problems));
        problems(json.putArray("warnings"), outcome.warnings());
        outcome.notWritten().forEach(json.putArray("notWritten")::add);
        return json;
    }

    private static void problems(ArrayNode array, List<Problem> problems) {
        problems.stream().map(Problem::toString).forEach(array::add);
    }

    private static ObjectNode json(Deployment one) {
        ObjectNode json = Json.object().put("version", one.version()).put("file", one.file()).put("state", one.deployed() ? "DEPLOYED" : "REFUSED")
                .put("who", one.who()).put("at", one.at().toString());
        Json.put(json, "sha256", one.hash());
        Json.put(json, "why", one.why());
        Json.put(json, "text", one.text());
        one.problems().forEach(json.putArray("problems")::add);
        return json;
    }
}
