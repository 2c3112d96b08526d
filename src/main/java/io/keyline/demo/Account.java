package io.keyline.demo;

/**
 * Who may bind.
 *
 * @param shortCode the number that the ESME owns; null for handsets, which own the number they bind with
 */
record Account(String systemId, String password, String shortCode) {

    /** The account that every telephone uses. */
    static final Account HANDSET = new Account("handset", "handset", null);

    boolean isHandset() {
        return shortCode == null;
    }
}
