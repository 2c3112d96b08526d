package io.keyline.hub;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the conversation of a turn knows, and what of it nobody may keep. */
public final class Memory {

    private final Map<String, Object> names = new LinkedHashMap<>();
    private Set<String> secrets = Set.of();
    private boolean secret;

    Memory() {
    }

    /** What it knows by name; later values win. */
    public Map<String, Object> names() {
        return names;
    }

    /**
     * It knows something that nobody may keep, such as a PIN.
     *
     * @param name by which it knows it, or null
     */
    public void knowsSecret(String name) {
        secret = true;
        if (name != null) {
            secrets = secrets.isEmpty() ? new HashSet<>() : secrets;
            secrets.add(name);
        }
    }

    /** Whether it knows something that nobody may keep. */
    public boolean isSecret() {
        return secret;
    }

    /** The names of what nobody may keep: for the back office, and for no text and no other dialogue. */
    public Set<String> secrets() {
        return secrets;
    }
}
