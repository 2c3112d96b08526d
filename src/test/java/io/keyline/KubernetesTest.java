package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keyline.backoffice.EmbeddedBroker;
import io.keyline.deploy.Problem;
import io.keyline.kubernetes.Kustomization;
import io.keyline.kubernetes.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisplayName("k8s/ is what Kubernetes and Keyline understand")
class KubernetesTest {

    private static final Path OVERLAYS = Path.of("k8s/overlays");
    private static final Set<String> LAUNCHER = Set.of("KEYLINE_JAVA_OPTIONS");

    private static List<ObjectNode> small;
    private static List<ObjectNode> large;

    @BeforeAll
    static void build() throws IOException {
        small = Kustomization.build(OVERLAYS.resolve("small"));
        large = Kustomization.build(OVERLAYS.resolve("large"));
    }

    private static List<ObjectNode> overlay(String name) {
        return name.equals("small") ? small : large;
    }

    private static JsonNode one(List<ObjectNode> resources, String kind, String name) {
        return resources.stream().filter(one -> one.path("kind").asText().equals(kind) && one.at("/metadata/name").asText().startsWith(name))
                .findFirst().orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    private static JsonNode pod(List<ObjectNode> resources) {
        return one(resources, "StatefulSet", "keyline").at("/spec/template");
    }

    private static JsonNode container(List<ObjectNode> resources) {
        return pod(resources).at("/spec/containers/0");
    }

    private static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Set<String> texts(JsonNode list, String field) {
        return each(list).map(one -> one.path(field).asText()).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void everyFieldIsOneOfItsKind(String overlay) throws IOException {
        assertThat(overlay(overlay)).hasSizeGreaterThan(7).allSatisfy(resource -> assertThat(Schemas.problems(resource)).isEmpty());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"StatefulSet, /spec/template/spec/containers/0, readinesProbe", "Kafka, /spec/kafka/listeners/0, tsl", "Cluster, /spec, instance",
        "ActiveMQArtemis, /spec/deploymentPlan, sizes"})
    void aFieldThatIsNoneIsFound(String kind, String place, String field) throws IOException {
        ObjectNode resource = large.stream().filter(kind(kind)).findFirst().orElseThrow().deepCopy();
        ((ObjectNode) resource.at(place)).put(field, 1);
        assertThat(Schemas.problems(resource)).singleElement().asString().contains(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void kustomizeBuildsTheSame(String overlay) throws Exception {
        Process kubectl;
        try {
            kubectl = new ProcessBuilder("kubectl", "kustomize", OVERLAYS.resolve(overlay).toString()).start();
        } catch (IOException missing) {
            assumeTrue(false, "kubectl is not installed");
            return;
        }
        List<JsonNode> theirs = StreamSupport.stream(new Load(LoadSettings.builder().build()).loadAllFromInputStream(kubectl.getInputStream())
                .spliterator(), false).map(document -> (JsonNode) Kustomization.JSON.valueToTree(document)).toList();
        assertThat(kubectl.waitFor()).as(new String(kubectl.getErrorStream().readAllBytes())).isZero();
        assertThat(overlay(overlay)).containsExactlyInAnyOrderElementsOf(theirs.stream().map(ObjectNode.class::cast).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void whatTheHubIsToldAreItsSettings(String overlay) throws IOException {
        List<ObjectNode> resources = overlay(overlay);
        Map<String, Setting> known = Arrays.stream(Setting.values()).collect(Collectors.toMap(Setting::variable, setting -> setting));
        JsonNode settings = one(resources, "ConfigMap", "keyline-settings").path("data");
        assertThat(settings.properties()).hasSizeGreaterThan(10).allSatisfy(setting -> {
            assertThat(known).containsKey(setting.getKey());
            assertThat(known.get(setting.getKey()).form().accepts(setting.getValue().asText())).as("%s", setting).isTrue();
            assertThat(isSecret(known.get(setting.getKey()))).as("%s is a secret", setting.getKey()).isFalse();
        });
        assertThat(texts(container(resources).path("env"), "name")).allMatch(name -> known.containsKey(name) || LAUNCHER.contains(name));
        assertThat(pod(resources).at("/spec/enableServiceLinks").asBoolean(true)).as("KEYLINE_PORT and its like come in").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void productionTakesThem(String overlay) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        Kustomization.variables(Path.of("k8s/secrets.example.env")).keySet().forEach(secret -> environment.put(secret, "s".repeat(32)));
        environment.putAll(Map.of(Setting.API_TOKENS.variable(), "anna:" + "s".repeat(32), Setting.SMS_PASSWORD.variable(), "s".repeat(8),
                Setting.BROKER_USER.variable(), "hub", Setting.MAIL_OAUTH2_CLIENT_SECRET.variable(), "", Setting.MAIL_OAUTH2_REFRESH_TOKEN.variable(), ""));
        one(overlay(overlay), "ConfigMap", "keyline-settings").path("data").properties().forEach(setting -> environment.put(setting.getKey(), setting.getValue().asText()));
        environment.putAll(Map.of(Setting.ROUTES_DIRECTORY.variable(), "routes", Setting.MESSAGES_DIRECTORY.variable(), "config/messages",
                Setting.DATA_DIRECTORY.variable(), "target/no-data", Setting.BACK_OFFICE_FILE.variable(), "config/back-office.yaml",
                Setting.RATES_FILE.variable(), "config/rates.csv", Setting.DEPARTMENTS_FILE.variable(), "config/departments.csv"));
        List<Problem> problems = new ArrayList<>();
        Application.check(Settings.read(Path.of("config/keyline.properties"), true, environment, problems), problems);
        assertThat(problems).filteredOn(Problem::isError).isEmpty();
    }

    @Test
    void theSecretsAreSettings() throws IOException {
        Set<String> known = Arrays.stream(Setting.values()).filter(KubernetesTest::isSecret).map(Setting::variable).collect(Collectors.toSet());
        assertThat(Kustomization.variables(Path.of("k8s/secrets.example.env"))).allSatisfy((name, value) -> {
            assertThat(known).contains(name);
            assertThat(value).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void portsAreThoseOnWhichTheHubListens(String overlay) throws IOException {
        List<ObjectNode> resources = overlay(overlay);
        Map<String, String> ports = each(container(resources).path("ports")).collect(Collectors.toMap(port -> port.path("name").asText(),
                port -> port.path("containerPort").asText()));
        assertThat(ports).containsExactlyInAnyOrderEntriesOf(Map.of("web", Setting.WEB_PORT.byDefault(), "api", Setting.API_PORT.byDefault(),
                "management", Setting.MANAGEMENT_PORT.byDefault()));
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container(resources).at("/" + probe + "/httpGet/port").asText()).isEqualTo("management");
            assertThat(Files.readString(Path.of("docs/operators.md"))).contains("`" + container(resources).at("/" + probe + "/httpGet/path").asText() + "`");
        }
        resources.stream().filter(kind("Service")).forEach(service -> assertThat(ports).containsKeys(texts(service.at("/spec/ports"), "targetPort")
                .toArray(String[]::new)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void theMonitoringAloneReachesTheManagementPort(String overlay) throws IOException {
        JsonNode policy = overlay(overlay).stream().filter(kind("NetworkPolicy")).filter(one -> one.at("/metadata/name").asText().equals("keyline"))
                .findFirst().orElseThrow();
        List<JsonNode> rules = each(policy.at("/spec/ingress")).filter(rule -> texts(rule.path("ports"), "port").contains("management")).toList();
        assertThat(rules).singleElement().satisfies(rule -> assertThat(rule.path("from").toString())
                .isEqualTo("[{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"monitoring\"}}}]"));
        assertThat(each(policy.at("/spec/ingress"))).as("who may, on which ports").allMatch(rule -> rule.has("from") && rule.has("ports"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void hubsReachTheirPortsAndNoOthers(String overlay) {
        JsonNode policy = one(overlay(overlay), "NetworkPolicy", "keyline");
        assertThat(policy.at("/spec/policyTypes")).extracting(JsonNode::asText).contains("Egress");
        assertThat(each(policy.at("/spec/egress")).map(rule -> texts(rule.path("ports"), "port"))).singleElement().satisfies(ports -> assertThat(ports)
                .contains("53", Setting.SMS_PORT.byDefault(), "443", "465", "587", "993"));
    }

    @Test
    void hubsOfTheLargeOneReachDatabaseBrokerAndKafka() {
        Map<String, String> reached = each(one(large, "NetworkPolicy", "keyline-reaches").at("/spec/egress")).collect(Collectors.toMap(
                rule -> rule.at("/to/0/podSelector/matchLabels").toString(), rule -> rule.at("/ports/0/port").asText()));
        JsonNode settings = one(large, "ConfigMap", "keyline-settings").path("data");
        assertThat(reached).isEqualTo(Map.of(
                label("cnpg.io/cluster", one(large, "Cluster", "")), "5432",
                label("ActiveMQArtemis", one(large, "ActiveMQArtemis", "")), port(settings.path(Setting.BROKER_URL.variable())),
                label("strimzi.io/cluster", large.stream().filter(kind("Kafka")).findFirst().orElseThrow()),
                port(settings.path(Setting.KAFKA_BROKERS.variable()))));
    }

    private static String label(String label, JsonNode resource) {
        return "{\"" + label + "\":" + resource.at("/metadata/name") + "}";
    }

    private static String port(JsonNode address) {
        return address.asText().replaceAll(".*:", "");
    }

    /** The namespace enforces it, and Strimzi by itself does not keep it; the two other operators do. */
    @Test
    void kafkaRunsWithoutPowersToo() {
        JsonNode kafka = large.stream().filter(kind("Kafka")).findFirst().orElseThrow();
        assertThat(List.of("/spec/kafka", "/spec/entityOperator")).allSatisfy(part -> {
            assertThat(kafka.at(part + "/template/pod/securityContext").toString())
                    .isEqualTo("{\"runAsNonRoot\":true,\"seccompProfile\":{\"type\":\"RuntimeDefault\"}}");
            assertThat(kafka.at(part + "/template").findValues("capabilities")).singleElement().asString().isEqualTo("{\"drop\":[\"ALL\"]}");
            assertThat(kafka.at(part + "/template").findValues("allowPrivilegeEscalation")).singleElement().asString().isEqualTo("false");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void whatSelectsHubsSelectsThem(String overlay) throws IOException {
        List<ObjectNode> resources = overlay(overlay);
        JsonNode labels = pod(resources).at("/metadata/labels");
        assertThat(one(resources, "StatefulSet", "keyline").at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(one(resources, "NetworkPolicy", "keyline").at("/spec/podSelector/matchLabels")).isEqualTo(labels);
        assertThat(resources.stream().filter(kind("Service"))).hasSize(2).allMatch(service -> service.at("/spec/selector").equals(labels));
        assertThat(resources.stream().filter(kind("PodDisruptionBudget"))).allMatch(budget -> budget.at("/spec/selector/matchLabels").equals(labels));
        assertThat(each(pod(resources).at("/spec/topologySpreadConstraints"))).allMatch(spread -> spread.at("/labelSelector/matchLabels").equals(labels));
        assertThat(one(resources, "StatefulSet", "keyline").at("/spec/serviceName").asText()).isEqualTo(
                one(resources, "Service", "keyline-hubs").at("/metadata/name").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void whatIsMountedIsThereAndIsWhereTheSettingsSay(String overlay) throws IOException {
        List<ObjectNode> resources = overlay(overlay);
        JsonNode settings = one(resources, "ConfigMap", "keyline-settings").path("data");
        Map<String, JsonNode> mounts = each(container(resources).path("volumeMounts")).collect(Collectors.toMap(mount -> mount.path("name").asText(), mount -> mount));
        Set<String> volumes = Stream.concat(each(pod(resources).at("/spec/volumes")).map(volume -> volume.path("name").asText()),
                each(one(resources, "StatefulSet", "keyline").at("/spec/volumeClaimTemplates")).map(claim -> claim.at("/metadata/name").asText()))
                .collect(Collectors.toSet());
        assertThat(volumes).isEqualTo(mounts.keySet());
        assertThat(mounts.get("data").path("mountPath").asText()).isEqualTo(settings.path(Setting.DATA_DIRECTORY.variable()).asText());
        assertThat(mounts.get("routes").path("mountPath").asText()).isEqualTo(settings.path(Setting.ROUTES_DIRECTORY.variable()).asText());
        assertThat(mounts.get("messages").path("mountPath").asText()).isEqualTo(settings.path(Setting.MESSAGES_DIRECTORY.variable()).asText());
        JsonNode config = one(resources, "ConfigMap", "keyline-config").path("data");
        assertThat(List.of(Setting.BACK_OFFICE_FILE, Setting.RATES_FILE, Setting.DEPARTMENTS_FILE)).allSatisfy(file -> assertThat(config.properties())
                .extracting(entry -> mounts.get("config").path("mountPath").asText() + "/" + entry.getKey()).contains(settings.path(file.variable()).asText()));
        assertThat(mounts.values()).as("a subPath never changes, and nothing could be redeployed").noneMatch(mount -> mount.has("subPath"));
        Stream.concat(pod(resources).findValues("configMap").stream(), pod(resources).findValues("configMapRef").stream())
                .forEach(reference -> assertThat(resources).filteredOn(kind("ConfigMap")).anyMatch(map -> map.at("/metadata/name").equals(reference.get("name"))));
    }

    @ParameterizedTest
    @CsvSource({"routes, keyline-routes", "config/messages, keyline-messages"})
    void everyFileOfTheFolderGoesIntoItsConfigMap(String folder, String name) throws IOException {
        JsonNode map = one(large, "ConfigMap", name);
        assertThat(map.at("/metadata/name").asText()).as("one name for ever, or nothing would be redeployed in hubs that run").isEqualTo(name);
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            assertThat(map.path("data").properties()).extracting(Map.Entry::getKey).containsExactlyInAnyOrderElementsOf(files
                    .map(file -> file.getFileName().toString()).filter(file -> !file.equals("Kustomization")).toList());
        }
        assertThat(map.toString().length()).as("Kubernetes' limit").isLessThan(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void aHubRunsWithoutPowers(String overlay) throws IOException {
        List<ObjectNode> resources = overlay(overlay);
        JsonNode pod = pod(resources).at("/spec/securityContext");
        JsonNode container = container(resources).path("securityContext");
        assertThat(pod.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
        assertThat(pod(resources).at("/spec/automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(Files.readString(Path.of("Dockerfile"))).contains("USER " + pod.path("runAsUser").asText())
                .contains("uid " + pod.path("runAsUser").asText());
    }

    @Test
    void theLargeOneFindsWhatItsOperatorsMake() throws IOException {
        JsonNode settings = one(large, "ConfigMap", "keyline-settings").path("data");
        JsonNode broker = one(large, "ActiveMQArtemis", "");
        assertThat(settings.path(Setting.BROKER_URL.variable()).asText()).isEqualTo("tcp://%s-hdls-svc:%s", broker.at("/metadata/name").asText(),
                broker.at("/spec/acceptors/0/port").asText());
        JsonNode kafka = one(large, "Kafka", "keyline");
        assertThat(settings.path(Setting.KAFKA_BROKERS.variable()).asText()).isEqualTo("%s-kafka-bootstrap:%s", kafka.at("/metadata/name").asText(),
                kafka.at("/spec/kafka/listeners/0/port").asText());
        assertThat(one(large, "KafkaNodePool", "keyline").at("/metadata/labels").path("strimzi.io/cluster")).isEqualTo(kafka.at("/metadata/name"));
        JsonNode topic = one(large, "KafkaTopic", "");
        assertThat(topic.at("/metadata/labels").path("strimzi.io/cluster")).isEqualTo(kafka.at("/metadata/name"));
        assertThat(settings.path(Setting.EVENTS_TO.variable()).asText()).isEqualTo("kafka:" + topic.at("/metadata/name").asText());
        assertThat(container(large).findValues("secretKeyRef")).extracting(JsonNode::toString).containsExactlyInAnyOrder(
                "{\"name\":\"" + one(large, "Cluster", "").at("/metadata/name").asText() + "-app\",\"key\":\"jdbc-uri\"}",
                "{\"name\":\"" + broker.at("/metadata/name").asText() + "-credentials-secret\",\"key\":\"AMQ_USER\"}",
                "{\"name\":\"" + broker.at("/metadata/name").asText() + "-credentials-secret\",\"key\":\"AMQ_PASSWORD\"}");
    }

    @Test
    void theHubsOfTheLargeOneShareAKey() {
        JsonNode mount = each(container(large).path("volumeMounts")).filter(one -> one.path("name").asText().equals("key")).findFirst().orElseThrow();
        JsonNode file = each(container(large).path("env")).filter(one -> one.path("name").asText().equals(Setting.SECRET_KEY_FILE.variable())).findFirst().orElseThrow();
        assertThat(file.path("value").asText()).isEqualTo(mount.path("mountPath").asText() + "/secret.key");
    }

    @Test
    void itGrowsWithAQueueThatTheHubMeasures() throws IOException {
        JsonNode scaler = one(large, "HorizontalPodAutoscaler", "keyline");
        assertThat(scaler.at("/spec/scaleTargetRef/kind").asText()).isEqualTo("StatefulSet");
        assertThat(one(large, "StatefulSet", scaler.at("/spec/scaleTargetRef/name").asText()).at("/spec/replicas").isMissingNode()).isTrue();
        String metric = scaler.at("/spec/metrics/0/external/metric/name").asText();
        JsonNode rule = Kustomization.documents(OVERLAYS.resolve("large/prometheus-adapter.yaml")).getFirst().at("/rules/external/0");
        assertThat(rule.at("/name/as").asText()).isEqualTo(metric);
        assertThat(rule.at("/seriesQuery").asText()).isEqualTo("{__name__=\"" + metric + "\"}");
        assertThat(Files.readString(Path.of("operations/alerts.yaml"))).as("SeeingTest holds these against what a hub shows").contains(metric + "_oldest_seconds");
        assertThat(Files.readString(Path.of("docs/operators.md"))).contains("`" + metric + "`");
    }

    @Test
    void theBrokerDoesAsTheHubsOwn() throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        Properties properties = new Properties();
        for (JsonNode property : one(large, "ActiveMQArtemis", "").at("/spec/brokerProperties")) {
            String[] parts = property.asText().split("=", 2);
            properties.setProperty(parts[0], parts[1]);
        }
        configuration.parsePrefixedProperties(properties, null);
        assertThat(configuration.getStatus()).doesNotContain("errors\":[{");
        assertThat(configuration.getAddressSettings().get("#").getMaxDeliveryAttempts()).isEqualTo(5);
        assertThat(configuration.getAddressSettings().get("#").getDeadLetterAddress().toString()).isEqualTo(EmbeddedBroker.DEAD_LETTERS);
        assertThat(configuration.getAddressSettings().get("#").getExpiryAddress().toString()).isEqualTo(EmbeddedBroker.EXPIRED);
        assertThat(configuration.getAddressSettings().get("keyline.replies").getMaxDeliveryAttempts()).isEqualTo(100);
        assertThat(configuration.getAddressConfigurations()).hasSize(2);
    }

    private static boolean isSecret(Setting setting) {
        return setting.form() == Setting.Form.SECRET;
    }

    private static Predicate<ObjectNode> kind(String kind) {
        return resource -> resource.path("kind").asText().equals(kind);
    }
}
