package io.keyline.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.hub.WayOut.Claim;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignpostTest {

    private final Signpost<String> signpost = new Signpost<>();

    private void with(String... claims) {
        List.of(claims).forEach(claim -> signpost.put(new Claim(claim.split("/", 2)[0], claim.split("/", 2)[1]), claim));
    }

    @ParameterizedTest
    @CsvSource({
        "1234, +4520123456, /+45",
        "1234, +4521123456, /+4521",
        "1234, +452, /+45",
        "1234, +4470000000, /",
        "1234, anna@example.org, /",
        "SHOP, +4521123456, SHOP/",
        "SHOP, +4620123456, SHOP/+46",
        "FARM, +4620123456, FARM/+46",
        "FARM, +4521123456, /+4521"})
    void theCompanysNumberCountsBeforeThePrefixAndTheLongestPrefixMost(String number, String customer, String way) {
        with("/", "/+45", "/+4521", "SHOP/", "SHOP/+46", "FARM/+46");
        assertThat(signpost.of(number, customer, "none")).isEqualTo(way);
    }

    @Test
    void whatNobodyClaimsHasNoWay() {
        with("/+45", "SHOP/+46");
        assertThat(signpost.of("SHOP", "+4712345678", "none")).isEqualTo("none");
        assertThat(signpost.of("1234", "+4612345678", "none")).isEqualTo("none");
        assertThat(signpost.of(null, "+4512345678", "none")).isEqualTo("/+45");
    }
}
