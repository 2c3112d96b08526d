package io.keyline.deploy;

import io.keyline.route.OutboundEndpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What goes out has one way: no two routes of a channel claim the same. */
final class OneWayEach implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        Map<String, Flow> carriers = new HashMap<>();
        return flows.from(OutboundEndpoint.class).flatMap(flow -> claims(flow).flatMap(claim -> Stream.ofNullable(carriers.putIfAbsent(claim, flow))
                .map(other -> flow.error(claim + " is taken by " + other.place() + "; keep one of them, or part them by numbers or prefixes"))));
    }

    private static Stream<String> claims(Flow flow) {
        OutboundEndpoint from = (OutboundEndpoint) flow.from();
        return from.way(flow.route().getRouteId()).claims().map(claim -> "outbound:" + from.getChannel() + claim).sorted();
    }
}
