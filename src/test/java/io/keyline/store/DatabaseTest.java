package io.keyline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The hub's database")
class DatabaseTest {

    @Test
    void oneThatLosesWhatItCommittedIsRefused() throws SQLException {
        String url = TestDatabase.newUrl();
        String name = url.replaceFirst(".*/([^?]+).*", "$1");
        try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement()) {
            statement.execute("alter database " + name + " set synchronous_commit = off");
        }
        try (Database database = new Database(url, null, null)) {
            assertThatThrownBy(database::open).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("synchronous_commit=off").hasMessageContaining("set synchronous_commit=on");
        }
    }

    @Test
    void whatFailsThereIsToldWithoutWhatItWasAbout() throws SQLException {
        String insert = "insert into address (value, customer_id) values (:value, 1)";
        try (Database database = TestDatabase.fresh()) {
            database.jdbi().useHandle(handle -> handle.createUpdate(insert).bind("value", "+4520123456").execute());

            assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.createUpdate(insert).bind("value", "+4520123456").execute()))
                    .hasMessageContaining("address_pkey").satisfies(failure -> assertThat(Throwables.getStackTrace(failure)).doesNotContain("20123456"));
        }
    }
}
