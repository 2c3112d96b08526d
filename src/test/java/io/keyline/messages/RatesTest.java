package io.keyline.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a segment costs")
class RatesTest {

    private static final String HEAD = "provider,prefix,direction,currency,rate,from\n";

    @TempDir
    Path directory;
    private final List<String> problems = new ArrayList<>();

    private Rates rates(String lines) throws Exception {
        return Rates.read(Files.writeString(directory.resolve("rates.csv"), lines), (line, what) -> problems.add(line + ": " + what));
    }

    private static String cost(Rates rates, String provider, boolean inbound, String number, String day, long segments) {
        return rates.cost(provider, inbound, number, LocalDate.parse(day), segments).toString();
    }

    @ParameterizedTest(name = "{0} {1} on {2}: {3}")
    @CsvSource(textBlock = """
            main,  +4520123456, 2026-03-01, 0.070 EUR
            main,  +4520123456, 2026-07-01, 0.060 EUR
            main,  +4520123456, 2026-06-30, 0.070 EUR
            main,  +4670123456, 2026-07-01, 0.1500 EUR
            main,  +4551234567, 2026-07-01, 0.082 EUR
            main,  +4551234567, 2026-03-31, 0.070 EUR
            other, +4520123456, 2026-07-01, 0.18 USD
            """)
    void theLongestPrefixWinsAmongThoseOfTheDay(String provider, String number, String day, String cost) throws Exception {
        Rates rates = rates(HEAD + """
                # Denmark
                main,+45,out,EUR,0.035,2026-01-01
                main,+45,out,EUR,0.030,2026-07-01

                main,+4551,out,EUR,0.041,2026-04-01
                main,,out,EUR,0.0750,2026-01-01
                other,,out,USD,0.09,2020-01-01
                """);

        assertThat(problems).isEmpty();
        assertThat(cost(rates, provider, false, number, day, 2)).isEqualTo(cost);
    }

    @Test
    void whatHasNoRateIsSaidAndNotTakenForFree() throws Exception {
        Rates rates = rates(HEAD + "main,+45,out,EUR,0.035,2026-01-01\n");

        assertThat(rates.cost("main", false, "+4520123456", LocalDate.parse("2025-12-31"), 3)).isEqualTo(Cost.unrated(3));
        assertThat(rates.cost("main", false, "+1", LocalDate.parse("2026-12-31"), 1).unrated()).isEqualTo(1);
        assertThat(rates.cost("main", true, "+4520123456", LocalDate.parse("2026-12-31"), 1)).as("what customers send").isEqualTo(Cost.NOTHING);
    }

    @Test
    void nothingIsRoundedHoweverManyThereAre() throws Exception {
        Rates rates = rates(HEAD + "main,,out,EUR,0.000000001,2026-01-01\n");

        Cost sum = Cost.NOTHING;
        for (int i = 0; i < 1_000; i++) {
            sum = sum.plus(rates.cost("main", false, "+45", LocalDate.parse("2026-01-01"), 3));
        }
        assertThat(sum).hasToString("0.000003000 EUR");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            main,+45,out,EUR,0.035            | 2: has 5 cells, write 6: provider,prefix,direction,currency,rate,from
            ,+45,out,EUR,0.035,2026-01-01     | 2: names no provider: write the connection of its channel route, for example sms
            main,45,out,EUR,0.035,2026-01-01  | 2: the prefix is '45', write + and digits, for example +45, or nothing for all numbers
            main,+45,up,EUR,0.035,2026-01-01  | 2: the direction is 'up', write in or out
            main,+45,out,EURO,0.035,2026-01-01| 2: the currency is 'EURO', write one of ISO 4217, for example EUR
            main,+45,out,EUR,-1,2026-01-01    | 2: the rate is '-1', write what a segment costs, for example 0.0350
            main,+45,out,EUR,0.035,1.1.2026   | 2: it is from '1.1.2026', write the day on which it begins, for example 2026-01-01
            """)
    void aWrongLineIsRefusedWithWhatToWrite(String line, String problem) throws Exception {
        rates(HEAD + line + "\n");

        assertThat(problems).containsExactly(problem);
    }

    @Test
    void theSameRateTwiceAndAMissingHeadAreRefused() throws Exception {
        rates(HEAD + "main,+45,out,EUR,0.035,2026-01-01\nmain,+45,out,EUR,0.036,2026-01-01\n");
        rates("main,+45,out,EUR,0.035,2026-01-01\n");

        assertThat(problems).containsExactly("3: says another rate for the same provider, prefix, direction and day",
                "1: the first line names the columns: provider,prefix,direction,currency,rate,from");
    }

    @Test
    void theShippedFilesAreRight() {
        Rates.read(Path.of("config/rates.csv"), (line, what) -> problems.add(line + ": " + what));
        Departments.read(Path.of("config/departments.csv"), (line, what) -> problems.add(line + ": " + what));

        assertThat(problems).isEmpty();
    }

    @Test
    void aDepartmentIsThatOfTheAccountThenOfTheRouteThenOfTheCategory() throws Exception {
        Departments departments = Departments.read(Files.writeString(directory.resolve("departments.csv"), """
                by,name,department
                account,erp,Logistics
                route,balance,Finance
                category,notice,Marketing
                route,balance,Sales
                person,anna,Sales
                """), (line, what) -> problems.add(line + ": " + what));

        assertThat(departments.of("erp", "balance", "notice")).isEqualTo("Logistics");
        assertThat(departments.of("crm", "balance", "notice")).isEqualTo("Sales");
        assertThat(departments.of(null, null, "notice")).isEqualTo("Marketing");
        assertThat(departments.of(null, "other", "reply")).isEqualTo("none");
        assertThat(problems).containsExactly("5: gives route balance a second department", "6: is by 'person', write one of account, category, route");
    }
}
