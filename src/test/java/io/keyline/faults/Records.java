package io.keyline.faults;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the hub has written into its database, read from outside. */
record Records(Supplier<String> url) {

    private static final String PENDING = "select id || ' ' || state || ' ' || customer_address from message "
            + "where state in ('RECEIVED', 'QUEUED', 'SENDING') union all "
            + "select id || ' ' || state || ' ' || customer_address from conversation where state in ('STARTING', 'CALLING')";

    /** The messages that are in no final state. */
    List<String> pending() {
        return all(PENDING);
    }

    /** The states of what the customer sent, in order, with the reason where there is one. */
    List<String> received(String customer) {
        return all("select state || coalesce(' ' || reason, '') from message where inbound and customer_address = ? order by id", customer);
    }

    /** The states of what the customer was sent, in order. */
    List<String> sent(String customer) {
        return all("select state from message where not inbound and customer_address = ? order by id", customer);
    }

    /** The texts of what the customer sent, in order. */
    List<String> texts(String customer) {
        return all("select text from message where inbound and customer_address = ? order by id", customer);
    }

    /** Whose messages are in this state. */
    List<String> customersWith(String state) {
        return all("select customer_address from message where state = ?", state);
    }

    /** The states of the customer's conversations, in order. */
    List<String> conversations(String customer) {
        return all("select state from conversation where customer_address = ? order by id", customer);
    }

    /** What employees have to settle of the customer: queue and reason, in order. */
    List<String> workItems(String customer) {
        return all("select queue || ': ' || reason from work_item join address a using (customer_id) where a.value = ? order by work_item.id",
                customer);
    }

    /** The numbers and mailboxes of all who wrote or were written to; empty if the database is gone already. */
    List<String> addresses() {
        return ifThere("select value from address");
    }

    /** All that was said, either way, but for what is sealed; empty if the database is gone already. */
    List<String> said() {
        return ifThere("select distinct text from message where text not like 'sealed:%'");
    }

    private List<String> ifThere(String sql) {
        try {
            return all(sql);
        } catch (RuntimeException | AssertionError e) {
            return List.of();
        }
    }

    List<String> all(String sql, String... values) {
        try (var connection = DriverManager.getConnection(url.get()); var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            List<String> rows = new ArrayList<>();
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
