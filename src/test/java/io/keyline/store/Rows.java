package io.keyline.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** A test's own look into the database of its hub. */
public interface Rows {

    Jdbi jdbi();

    default int execute(String sql) {
        return jdbi().withHandle(handle -> handle.execute(sql));
    }

    /** The only number that this finds. */
    default long number(String sql) {
        return jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    /** The only text that this finds. */
    default String text(String sql) {
        return jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    /** Whatever this finds, as text. */
    default List<String> texts(String sql) {
        return jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    /** Where the database holds these words, in any table: the table and the row. Ids and hashes are long enough to hold any PIN by chance. */
    default List<String> wherever(String words) {
        String bytes = HexFormat.of().formatHex(words.getBytes(StandardCharsets.UTF_16BE)); // as a column of bytes in UTF-16 shows it
        List<String> found = new ArrayList<>();
        for (String table : texts("select table_name from information_schema.tables where table_schema = 'public'")) {
            texts("select '" + table + ": ' || t::text from \"" + table + "\" t").stream().map(row -> row.replaceAll("\\d{15,}", "#"))
                    .filter(row -> row.contains(words) || row.contains(bytes)).forEach(found::add);
        }
        return found;
    }
}
