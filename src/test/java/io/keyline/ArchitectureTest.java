package io.keyline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Dependencies run one way")
class ArchitectureTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.keyline");
    private static final JavaClasses TESTS = new ClassFileImporter().withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("io.keyline");

    /** What there is once for all tests; a program's main method has a process of its own. */
    private static final DescribedPredicate<JavaClass> CHANGE_THE_PROCESS = DescribedPredicate.describe("change what there is once for all tests",
            test -> test.getMethodCallsFromSelf().stream().filter(call -> !call.getOrigin().getName().equals("main")).anyMatch(call ->
                    Set.of("setOut", "setErr", "setIn", "setDefault").contains(call.getName())
                            && Set.of(System.class.getName(), TimeZone.class.getName(), Locale.class.getName()).contains(call.getTargetOwner().getName())));

    /**
     * Each package and the packages of ours that it may know. Who knows the hub also knows the records of the store, for they are
     * what the hub speaks of.
     */
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            entry("store", Set.of()),
            entry("language", Set.of()),
            entry("hub", Set.of("store")),
            entry("channel.gsm", Set.of()),
            entry("channel.sms", Set.of("hub", "store", "channel.gsm", "language")),
            entry("channel.ussd", Set.of("hub", "store", "channel.gsm", "channel.http", "language")),
            entry("channel.http", Set.of()),
            entry("channel.web", Set.of("hub", "store", "channel.http")),
            entry("identity", Set.of("hub", "store")),
            entry("channel.email", Set.of("hub", "store", "language")),
            entry("channel.sendsms", Set.of("hub", "store", "channel.http", "channel.sms")),
            entry("channel.provider", Set.of("hub", "store", "channel.http", "channel.sms")),
            entry("channel.voice", Set.of("hub", "store", "channel.http", "language")),
            entry("backoffice", Set.of("hub", "store", "channel.http")),
            entry("publish", Set.of("hub", "store")),
            entry("consent", Set.of("hub", "store", "language")),
            entry("dialogue", Set.of("hub", "store", "language", "identity")),
            entry("worklist", Set.of("hub", "store", "language", "dialogue", "identity")),
            entry("route", Set.of("hub", "store", "language", "backoffice", "dialogue", "identity")),
            entry("deploy", Set.of("store", "language", "hub", "channel.sms", "backoffice", "consent", "dialogue", "identity", "route")),
            entry("deploy.rehearsal", Set.of("deploy", "backoffice", "store", "hub", "language", "route", "worklist", "identity")),
            entry("deploy.live", Set.of("deploy", "deploy.rehearsal", "hub", "language", "route", "store")),
            entry("deploy.draw", Set.of("language", "route")),
            entry("deadletter", Set.of("hub", "store", "backoffice", "route")),
            entry("operations", Set.of("hub", "store", "channel.http", "channel.sms", "backoffice", "publish")),
            entry("console", Set.of("hub", "store", "worklist", "deadletter", "keeping", "deploy", "deploy.live", "messages")),
            entry("keeping", Set.of("hub", "store")),
            entry("messages", Set.of("hub", "store")),
            entry("demo", Set.of()));

    static Stream<String> packages() {
        return MAY_KNOW.keySet().stream().sorted();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void knowsOnlyWhatItMay(String name) {
        String[] allowed = Stream.concat(Stream.of(name), MAY_KNOW.get(name).stream()).map(one -> "io.keyline." + one)
                .toArray(String[]::new);
        noClasses().that().resideInAPackage("io.keyline." + name)
                .should().dependOnClassesThat(resideInAPackage("io.keyline..").and(not(resideInAnyPackage(allowed)))).check(PRODUCT);
    }

    @Test
    void everyPackageHasItsPlaceInTheTable() {
        Set<String> packages = PRODUCT.stream().map(one -> one.getPackageName().replaceFirst("^io\\.keyline\\.?", ""))
                .filter(name -> !name.isEmpty()).collect(Collectors.toSet());
        assertThat(packages).isEqualTo(MAY_KNOW.keySet());
    }

    @Test
    void noPackagesKnowEachOther() {
        slices().matching("io.keyline.(**)").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void noNameSaysNothing() {
        noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Service)").check(PRODUCT);
        noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Service)").check(TESTS);
    }

    @Test
    void thereIsOneWayToLog() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(PRODUCT);
    }

    @Test
    void testsWaitForWhatTheyWaitForAndNeverForTime() {
        noClasses().should().callMethodWhere(target(name("sleep"))).because("a condition is waited for with Awaitility").check(TESTS);
    }

    @Test
    void testsThatChangeTheProcessRunAlone() {
        classes().that(CHANGE_THE_PROCESS).should().beAnnotatedWith(Isolated.class).because("two classes run at a time").check(TESTS);
    }

    @Test
    void theTestsAreThere() {
        assertThat(Arrays.asList(TESTS.contain(ArchitectureTest.class), PRODUCT.contain(Main.class), PRODUCT.contain(ArchitectureTest.class)))
                .containsExactly(true, true, false);
    }
}
