package io.keyline.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What language somebody is written to in. */
public final class LanguageSql {

    private LanguageSql() {
    }

    /** The language of the customer with this address, BCP 47; empty if nothing is known. */
    public static Optional<String> of(Handle handle, String address) {
        return handle.createQuery("select c.language from address a join customer c on c.id = a.customer_id where a.value = :address "
                + "and c.language is not null").bind("address", address).mapTo(String.class).findOne();
    }
}
