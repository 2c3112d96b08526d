package io.keyline.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A request to the back office, and how requests and replies are written: docs/back-office.md. */
record Call(String key, String operation, String address, String language, Instant deadline, JsonNode data) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    private static final int DIGITS = 4;

    /** @throws IllegalArgumentException when it is not a request as the contract has it */
    static Call read(String json) {
        try {
            JsonNode request = JSON.readTree(json);
            String deadline = request.path("deadline").asText("");
            JsonNode customer = request.path("customer");
            return new Call(required(request.path("id"), "id"), required(request.path("operation"), "operation"),
                    required(customer.path("address"), "customer.address"), customer.path("language").asText("en"),
                    deadline.isEmpty() ? Instant.MAX : Instant.parse(deadline), request.path("data"));
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("not a request: " + e.getMessage(), e);
        }
    }

    /** The reply to this call. */
    static String reply(String key, Answer answer) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("id", key);
        reply.put("status", answer.status());
        if (answer.reason() != null) {
            reply.put("reason", answer.reason());
        }
        reply.put("data", answer.data());
        try {
            return JSON.writeValueAsString(reply);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isLate(Instant now) {
        return now.isAfter(deadline);
    }

    /** The last four digits of the customer's number, after which their bills and orders are numbered. */
    String lastDigits() {
        return address.substring(Math.max(0, address.length() - DIGITS));
    }

    /** Whose number ends in 0 has no contract: somebody has to be refused. */
    boolean isStranger() {
        return address.endsWith("0");
    }

    Optional<String> text(String name) {
        return data.hasNonNull(name) ? Optional.of(data.get(name).asText()) : Optional.empty();
    }

    Optional<BigDecimal> amount() {
        return data.path("amount").isNumber() ? Optional.of(data.get("amount").decimalValue()) : Optional.empty();
    }

    private static String required(JsonNode value, String name) {
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new IllegalArgumentException("the request has no " + name);
        }
        return value.asText();
    }
}
