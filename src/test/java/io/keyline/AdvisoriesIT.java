package io.keyline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Version;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The advisories that were known when this was written. docs/install.md says how the bill of materials is held against those of today,
 * for which one must be online.
 */
@DisplayName("T47: no library has a grave hole for which there is a fix, unless a test shows that nobody gets to it")
class AdvisoriesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    record Held(String because, String shownBy) {
    }

    /** @param fixed the first whole versions, one for each line that is kept up */
    record Advisory(String id, String severity, String library, List<String> fixed, String what, Held held) {

        boolean concerns(String version) {
            Version ours = Version.parse(version);
            List<Version> fixes = fixed.stream().map(Version::parse).sorted().toList();
            return ours.compareTo(fixes.getLast()) < 0 && fixes.stream().noneMatch(fix -> line(fix).equals(line(ours)) && ours.compareTo(fix) >= 0);
        }

        private static String line(Version version) {
            return version.toString().replaceFirst("^(\\d+\\.\\d+).*", "$1");
        }

        boolean isGrave() {
            return Set.of("high", "critical").contains(severity);
        }

        @Override
        public String toString() {
            return id + " " + library;
        }
    }

    static List<Advisory> advisories() throws IOException {
        try (InputStream file = AdvisoriesIT.class.getResourceAsStream("advisories.json")) {
            return JSON.readValue(file, new TypeReference<>() { });
        }
    }

    static Stream<Advisory> held() throws IOException {
        return advisories().stream().filter(advisory -> advisory.held() != null);
    }

    /** The bill of materials; the test is skipped where Maven, being offline, made none of this build. */
    static JsonNode bill() throws IOException {
        File bill = new File(System.getProperty("keyline.jar").replaceFirst("\\.jar$", ".cdx.json"));
        assumeTrue(bill.lastModified() > new File("pom.xml").lastModified(), "mvn -o makes no bill of materials");
        return JSON.readTree(bill);
    }

    private static List<String> versions(String library) throws IOException {
        JsonNode components = bill().path("components");
        assertThat(components).hasSizeGreaterThan(100);
        return StreamSupport.stream(components.spliterator(), false)
                .filter(component -> (component.path("group").asText() + ":" + component.path("name").asText()).equals(library))
                .map(component -> component.path("version").asText()).toList();
    }

    @ParameterizedTest
    @MethodSource("advisories")
    void isNoConcernOfOurs(Advisory advisory) throws IOException {
        assertThat(versions(advisory.library())).as("%s: %s, fixed in %s", advisory.id(), advisory.what(), advisory.fixed())
                .noneMatch(version -> advisory.concerns(version) && advisory.isGrave() && advisory.held() == null);
    }

    @ParameterizedTest
    @MethodSource("held")
    void whatHoldsItIsTested(Advisory advisory) {
        assertThatCode(() -> Class.forName(advisory.held().shownBy())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"4.18.0, true", "4.18.2, false", "4.18.10, false", "4.19.0, true", "4.20.0, false", "4.14.6, true", "4.14.7, false", "4.13.9, true"})
    void aFixIsOfItsLine(String version, boolean concerned) {
        Advisory advisory = new Advisory("CVE", "high", "x:y", List.of("4.14.7", "4.18.2", "4.20.0"), "", null);
        assertThat(advisory.concerns(version)).isEqualTo(concerned);
    }

    @Test
    void aVersionWithLettersIsReadToo() {
        assertThat(new Advisory("CVE", "high", "x:y", List.of("4.1.124"), "", null).concerns("4.1.130.Final")).isFalse();
    }
}
