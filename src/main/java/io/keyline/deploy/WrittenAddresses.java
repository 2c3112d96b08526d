package io.keyline.deploy;

import java.util.Set;
import java.util.stream.Stream;

/** Where a route sends to stands in the file: what a customer writes chooses neither a text nor a component. */
final class WrittenAddresses implements Rule {

    private static final Set<String> OURS = Set.of("reply", "ask", "back-office", "worklist", "consent", "dialogue", "link", "inbound");

    @Override
    public Stream<Problem> problems(Flows flows) {
        Stream<Problem> ours = flows.steps().stream().flatMap(step -> dynamic(step)
                .filter(address -> Address.scheme(address).filter(OURS::contains).isPresent())
                .map(address -> step.error(address + " is only known when the route runs, and what a customer writes must not choose it; "
                        + "write choice: and a step for each")));
        Stream<Problem> any = flows.all().stream().filter(Flow::hasCustomer).flatMap(flow -> flows.reached(flow).stream())
                .flatMap(step -> dynamic(step).filter(address -> Address.scheme(address).isEmpty())
                        .map(address -> step.error(step.name() + " sends to an address that is only known when the route runs, and what a "
                                + "customer writes must not choose it; write the component out")));
        return Stream.concat(ours, any);
    }

    private static Stream<String> dynamic(Step step) {
        return step.addresses().stream().filter(Address::isDynamic);
    }
}
