import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;

/** Runs statements and prints the rows of each, fields separated by tabs: {@code Sql.java DIRECTORY-OF-THE-EMBEDDED-SERVER STATEMENT...} */
class Sql {

    public static void main(String[] arguments) throws Exception {
        String url = io.keyline.store.EmbeddedDatabase.runningAt(java.nio.file.Path.of(arguments[0])).orElseThrow();
        try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement()) {
            for (String sql : List.of(arguments).subList(1, arguments.length)) {
                if (!statement.execute(sql)) {
                    continue;
                }
                try (var row = statement.getResultSet()) {
                    while (row.next()) {
                        List<String> fields = new ArrayList<>();
                        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                            fields.add(row.getString(column));
                        }
                        System.out.println(String.join("\t", fields));
                    }
                }
            }
        }
    }
}
