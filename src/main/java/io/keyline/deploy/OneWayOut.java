package io.keyline.deploy;

import io.keyline.route.OutboundEndpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What goes out on a channel is carried by one route: two would each take some of it. */
final class OneWayOut implements Rule {

    @Override
    public Stream<Problem> problems(Flows flows) {
        Map<String, Flow> carriers = new HashMap<>();
        return flows.from(OutboundEndpoint.class).flatMap(flow -> Stream.ofNullable(carriers.putIfAbsent(channel(flow), flow))
                .map(other -> flow.error("outbound:" + channel(flow) + " is taken by " + other.place() + "; keep one of them")));
    }

    private static String channel(Flow flow) {
        return ((OutboundEndpoint) flow.from()).getChannel();
    }
}
