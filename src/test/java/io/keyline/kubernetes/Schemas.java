package io.keyline.kubernetes;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a resource. Kubernetes' own kinds and Strimzi's are read into the classes that are generated from their schemas, whose
 * place for what they do not know is taken away; the two other operators publish nothing on Maven Central, so a schema of ours says of
 * theirs what we use.
 */
public final class Schemas {

    private static final Map<String, Class<?>> KINDS = Map.ofEntries(
            entry("v1 Namespace", Namespace.class),
            entry("v1 ConfigMap", ConfigMap.class),
            entry("v1 Service", Service.class),
            entry("v1 ServiceAccount", ServiceAccount.class),
            entry("apps/v1 StatefulSet", StatefulSet.class),
            entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            entry("kafka.strimzi.io/v1 Kafka", Kafka.class),
            entry("kafka.strimzi.io/v1 KafkaNodePool", KafkaNodePool.class),
            entry("kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class));
    private static final ObjectMapper STRICT = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated setter) {
                    return false;
                }
            });

    private Schemas() {
    }

    /** Empty if nothing is. */
    public static List<String> problems(JsonNode resource) {
        String kind = resource.path("apiVersion").asText() + " " + resource.path("kind").asText();
        if (!KINDS.containsKey(kind)) {
            return ours(kind, resource);
        }
        try {
            STRICT.treeToValue(resource, KINDS.get(kind));
            return List.of();
        } catch (Exception e) {
            return List.of(kind + ": " + e.getMessage());
        }
    }

    private static List<String> ours(String kind, JsonNode resource) {
        String name = kind.replaceAll("[/ ]", "_") + ".json";
        InputStream schema = Schemas.class.getResourceAsStream(name);
        if (schema == null) {
            return List.of(kind + ": there is no schema " + name);
        }
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema).validate(resource).stream()
                .map(ValidationMessage::getMessage).map(problem -> kind + ": " + problem).toList();
    }
}
