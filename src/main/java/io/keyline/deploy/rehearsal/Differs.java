package io.keyline.deploy.rehearsal;

import java.util.List;

/** What happened is not what a line says; the details are lines for the report. */
final class Differs extends Exception {

    private final transient List<String> details;

    Differs(String message, String... details) {
        super(message, null, false, false);
        this.details = List.of(details);
    }

    List<String> details() {
        return details;
    }
}
