package io.keyline.operations;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** One thing that should be well. */
final class Check extends AbstractHealthCheck {

    /** Looks at it: empty if it is well, else what is wrong, in words for an operator. */
    interface Look {
        Optional<String> wrong() throws Exception;
    }

    private final boolean decides;
    private final boolean well;
    private final Look look;

    /** @param decides whether the hub cannot do its work without it; else customers are told, or wait, and it goes on */
    Check(String name, boolean decides, Look look) {
        this(name, decides, false, look);
    }

    private Check(String name, boolean decides, boolean well, Look look) {
        super("keyline", name);
        this.decides = decides;
        this.well = well;
        this.look = look;
    }

    /** Something that is told, and takes nothing from the health of the hub. */
    static Check told(String name, Look look) {
        return new Check(name, false, true, look);
    }

    @Override
    public boolean isReadiness() {
        return decides;
    }

    /** Whatever is wrong, a restart of this process does not mend it. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        try {
            Optional<String> wrong = look.wrong();
            wrong.ifPresentOrElse(words -> (well ? result.up() : result.down()).message(words), result::up);
        } catch (Exception e) {
            result.down().message(e.toString());
        }
    }
}
