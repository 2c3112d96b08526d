package io.keyline.deploy;

import java.util.stream.Stream;

/** One thing that route files have to keep to, which Camel does not know. */
interface Rule {

    /** What breaks it, in any order; the same may come twice. */
    Stream<Problem> problems(Flows flows);
}
