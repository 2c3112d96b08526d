package io.keyline.route;

import io.keyline.store.Trust;

/** How far a customer must be believed, as route files say it. */
final class Accesses {

    private Accesses() {
    }

    /** @throws IllegalArgumentException if there is no such access */
    static Trust trust(String access) {
        return switch (access) {
            case "public" -> Trust.CLAIMED;
            case "identified" -> Trust.IDENTIFIED;
            case "verified" -> Trust.VERIFIED;
            default -> throw new IllegalArgumentException("access is '" + access + "', write public, identified or verified");
        };
    }
}
