package io.keyline.hub;

/** The short form in which people and other systems see an id. */
public final class Names {

    private Names() {
    }

    public static String of(long id) {
        return Long.toString(id, Character.MAX_RADIX);
    }

    /** @throws NumberFormatException if this is not an id of ours */
    public static long parse(String name) {
        return Long.parseLong(name, Character.MAX_RADIX);
    }
}
