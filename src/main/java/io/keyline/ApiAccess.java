package io.keyline;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyline.console.Employees;
import io.keyline.console.OperatorToken;
import io.keyline.deploy.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What each command over the API needs: where the API is, and who acts. */
final class ApiAccess {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private ConfigurationOption configuration;

    @Option(names = "--as", paramLabel = "NAME", description = "the employee who acts (default: operator, or the only one of api.tokens)")
    private String as;

    /** Something that is asked of the API. */
    interface Call {
        void on(ApiClient api) throws ApiClient.RefusedException;
    }

    /** Does it, or says why not. Returns the exit status. */
    int call(Call call) {
        List<Problem> problems = new ArrayList<>();
        Settings settings = configuration.read(problems);
        if (problems.isEmpty() && settings.isSet(Setting.API_TOKENS)) {
            Employees.problems(settings.text(Setting.API_TOKENS)).forEach(wrong -> problems.add(new Problem(Setting.API_TOKENS.key(), 0, wrong)));
        }
        if (!problems.isEmpty()) {
            return ConfigurationOption.refuse(command.commandLine().getErr(), "Nothing is done", problems);
        }
        try {
            call.on(client(settings));
            return 0;
        } catch (ApiClient.RefusedException e) {
            e.getMessage().lines().map(WorklistText::plain).forEach(command.commandLine().getErr()::println);
            return 1;
        }
    }

    /** With employees set, each acts by a token of their own; only the hub's own token may name who acts. */
    private ApiClient client(Settings settings) throws ApiClient.RefusedException {
        String host = settings.text(Setting.API_HOST);
        String port = settings.text(Setting.API_PORT);
        if (settings.isSet(Setting.API_TOKENS)) {
            return new ApiClient(host, port, tokenOf(Employees.tokensByName(settings.text(Setting.API_TOKENS))), null);
        }
        Path data = settings.path(Setting.DATA_DIRECTORY).toAbsolutePath();
        String token = OperatorToken.find(data).orElseThrow(() -> new ApiClient.RefusedException(
                "no hub has run in " + data + " yet, there is no token; start Keyline first"));
        return new ApiClient(host, port, token, as);
    }

    private String tokenOf(Map<String, String> tokens) throws ApiClient.RefusedException {
        String name = as == null && tokens.size() == 1 ? tokens.keySet().iterator().next() : as;
        if (name == null || !tokens.containsKey(name)) {
            throw new ApiClient.RefusedException("say who you are: --as " + String.join(" or --as ", tokens.keySet()));
        }
        return tokens.get(name);
    }

    /** The text at a place in an answer; empty if there is none. */
    static String text(JsonNode json, String field) {
        return json.path(field).asText("");
    }
}
