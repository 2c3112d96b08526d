package io.keyline.store;

import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.statement.SqlStatement;

/** Binds a batch as one array a column, for {@code unnest}: one statement and one round trip, however many rows. */
final class Columns<T> {

    private final Collection<T> rows;
    private final SqlStatement<?> statement;

    Columns(SqlStatement<?> statement, Collection<T> rows) {
        this.statement = statement;
        this.rows = rows;
    }

    Columns<T> text(String name, Function<T, String> value) {
        statement.bindArray(name, String.class, (Object[]) rows.stream().map(value).toArray(String[]::new));
        return this;
    }

    Columns<T> number(String name, ToLongFunction<T> value) {
        return nullableNumber(name, value::applyAsLong);
    }

    Columns<T> nullableNumber(String name, Function<T, Long> value) {
        statement.bindArray(name, Long.class, (Object[]) rows.stream().map(value).toArray(Long[]::new));
        return this;
    }

    Columns<T> flag(String name, Function<T, Boolean> value) {
        statement.bindArray(name, Boolean.class, (Object[]) rows.stream().map(value).toArray(Boolean[]::new));
        return this;
    }

    /** Times as text, which PostgreSQL casts: the driver has no array of them. */
    Columns<T> time(String name, Function<T, Instant> value) {
        return text(name, row -> value.apply(row) == null ? null : value.apply(row).toString());
    }


}
