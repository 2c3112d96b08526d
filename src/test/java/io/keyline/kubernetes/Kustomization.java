package io.keyline.kubernetes;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What {@code kustomize build} makes of a directory, for machines without it: as much of it as our kustomizations use, and an error for
 * the rest. KubernetesTest holds it against kustomize itself where that is installed.
 */
public final class Kustomization {

    public static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> UNDERSTOOD = Set.of("apiVersion", "kind", "namespace", "resources", "images", "configMapGenerator",
            "generatorOptions", "patches");
    private static final Map<Character, Character> LETTERS = Map.of('0', 'g', '1', 'h', '3', 'k', 'a', 'm', 'e', 't');

    private final Path directory;
    private final JsonNode file;
    private final List<ObjectNode> built = new ArrayList<>();
    private final List<ObjectNode> hashed = new ArrayList<>();

    private Kustomization(Path directory) throws IOException {
        this.directory = directory;
        Path usual = directory.resolve("kustomization.yaml");
        this.file = documents(Files.exists(usual) ? usual : directory.resolve("Kustomization")).getFirst();
        Set<String> unknown = file.properties().stream().map(Map.Entry::getKey).filter(key -> !UNDERSTOOD.contains(key)).collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            throw new IOException(directory + ": its kustomization says " + unknown + ", which this does not understand");
        }
    }

    /** The resources of a kustomization, as they would be applied. */
    public static List<ObjectNode> build(Path directory) throws IOException {
        Kustomization whole = new Kustomization(directory).run();
        whole.hashed.forEach(whole::nameByContent);
        return whole.built;
    }

    /** The documents of a YAML file. */
    public static List<ObjectNode> documents(Path file) throws IOException {
        return StreamSupport.stream(new Load(LoadSettings.builder().setLabel(file.toString()).build())
                .loadAllFromString(Files.readString(file)).spliterator(), false).map(document -> JSON.<ObjectNode>valueToTree(document)).toList();
    }

    private Kustomization run() throws IOException {
        for (JsonNode resource : file.path("resources")) {
            read(directory.resolve(resource.asText()));
        }
        for (JsonNode generator : file.path("configMapGenerator")) {
            generate(generator);
        }
        for (JsonNode patch : file.path("patches")) {
            patch(patch);
        }
        if (file.has("namespace")) {
            built.stream().filter(resource -> !resource.path("kind").asText().equals("Namespace"))
                    .forEach(resource -> resource.withObject("/metadata").set("namespace", file.get("namespace")));
        }
        file.path("images").forEach(this::image);
        return this;
    }

    private void read(Path resource) throws IOException {
        if (Files.isDirectory(resource)) {
            Kustomization base = new Kustomization(resource).run();
            built.addAll(base.built);
            hashed.addAll(base.hashed);
        } else {
            built.addAll(documents(resource));
        }
    }

    private void generate(JsonNode generator) throws IOException {
        Map<String, String> data = new TreeMap<>();
        for (JsonNode name : generator.path("files")) {
            data.put(name.asText(), Files.readString(directory.resolve(name.asText())));
        }
        for (JsonNode name : generator.path("envs")) {
            data.putAll(variables(directory.resolve(name.asText())));
        }
        if (generator.path("behavior").asText().equals("merge")) {
            data.forEach(named("ConfigMap", generator.path("name").asText()).withObject("/data")::put);
            return;
        }
        ObjectNode made = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        made.withObject("/metadata").put("name", generator.path("name").asText());
        data.forEach(made.withObject("/data")::put);
        built.add(made);
        if (!file.path("generatorOptions").path("disableNameSuffixHash").asBoolean()) {
            hashed.add(made);
        }
    }

    /** KEY=VALUE, one a line. */
    public static Map<String, String> variables(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> !line.isBlank() && !line.startsWith("#"))
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
    }

    /** By JSON Patch (RFC 6902) alone: what the other kind of patch does depends on the schema. */
    private void patch(JsonNode patch) throws IOException {
        JsonNode target = patch.path("target");
        ObjectNode resource = named(target.path("kind").asText(), target.path("name").asText());
        JsonNode operations = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(
                Files.readString(directory.resolve(patch.path("path").asText()))));
        ObjectNode patched = (ObjectNode) JsonPatch.apply(operations, resource);
        resource.removeAll().setAll(patched);
    }

    private void image(JsonNode image) {
        built.stream().flatMap(resource -> resource.findParents("image").stream()).filter(parent -> parent.path("image").equals(image.get("name")))
                .forEach(parent -> ((ObjectNode) parent).put("image", image.path("newName").asText() + ":" + image.path("newTag").asText()));
    }

    private ObjectNode named(String kind, String name) throws IOException {
        return built.stream().filter(one -> one.path("kind").asText().equals(kind) && one.at("/metadata/name").asText().equals(name)).findFirst()
                .orElseThrow(() -> new IOException(directory + ": there is no " + kind + " " + name));
    }

    /** A name that tells what is in it, here and where it is referred to. */
    private void nameByContent(ObjectNode map) {
        String name = map.at("/metadata/name").asText();
        String unique = name + "-" + hash(map.get("data"));
        for (String reference : List.of("configMapRef", "configMap", "configMapKeyRef")) {
            built.stream().flatMap(resource -> resource.findValues(reference).stream()).filter(one -> one.path("name").asText().equals(name))
                    .forEach(one -> ((ObjectNode) one).put("name", unique));
        }
        map.withObject("/metadata").put("name", unique);
    }

    /** As kustomize has it, which looks for the name where there is none. */
    private static String hash(JsonNode data) {
        try {
            Map<String, Object> sorted = new TreeMap<>(Map.of("kind", "ConfigMap", "name", "", "data",
                    JSON.convertValue(data, TreeMap.class)));
            String text = JSON.writeValueAsString(sorted).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"); // as Go
            String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            return hash.substring(0, 10).chars().mapToObj(letter -> String.valueOf(LETTERS.getOrDefault((char) letter, (char) letter))).collect(joining());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
