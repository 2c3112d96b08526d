package io.keyline.channel.email;

import java.io.IOException;

/** How a mailbox proves to its server whose it is. */
sealed interface Credentials permits Credentials.Password, AccessToken {

    /** What is given in place of a password. May ask another server for it. */
    String secret() throws IOException;

    /** Whether the secret is an access token, given by XOAUTH2. */
    boolean isToken();

    /** The server did not take the secret. */
    void refused();

    /** A password that stays the same. */
    record Password(String secret) implements Credentials {

        @Override
        public boolean isToken() {
            return false;
        }

        @Override
        public void refused() {
            // an operator has to change it
        }

        @Override
        public String toString() {
            return "a password";
        }
    }
}
