import io.keyline.store.EmbeddedDatabase;
import java.io.OutputStream;
import java.nio.file.Path;

/** The hub's embedded PostgreSQL for several hubs: {@code Postgres.java DIRECTORY}. Prints its JDBC URL, and ends with its input. */
class Postgres {

    public static void main(String[] arguments) throws Exception {
        try (var database = EmbeddedDatabase.start(Path.of(arguments[0]), 0)) {
            System.out.println(database.jdbcUrl());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
