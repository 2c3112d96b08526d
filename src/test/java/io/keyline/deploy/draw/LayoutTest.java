package io.keyline.deploy.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyline.deploy.draw.Drawing.Box;
import io.keyline.deploy.draw.Drawing.Edge;
import io.keyline.deploy.draw.Drawing.Label;
import io.keyline.deploy.draw.Drawing.Point;
import io.keyline.deploy.draw.Drawing.Rectangle;
import io.keyline.deploy.draw.Flow.Kind;
import io.keyline.deploy.draw.Flow.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("In a chart nothing covers anything")
class LayoutTest {

    private static final List<Named> DRAWINGS = Stream.concat(shipped().stream(), IntStream.range(0, 60).mapToObj(LayoutTest::monster))
            .map(flow -> new Named(flow.name(), Layout.of(flow))).toList();

    private static List<Flow> shipped() {
        try {
            return Drawn.flows(Path.of("routes"), "en");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Forks in loops in forks, five deep, with ways that end anywhere; the same for the same seed. */
    private static Flow monster(int seed) {
        List<Part> parts = new ArrayList<>(List.of(Flow.step(Kind.START, "event", "seed " + seed)));
        parts.addAll(parts(new Random(seed), 5));
        if (Flow.goesOn(parts)) {
            parts.add(Flow.end());
        }
        return new Flow("monster " + seed, parts);
    }

    private static List<Part> parts(Random random, int depth) {
        List<Part> parts = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0 && Flow.goesOn(parts); left--) {
            parts.add(part(random, depth));
        }
        return parts;
    }

    private static Part part(Random random, int depth) {
        String text = "word ".repeat(1 + random.nextInt(30)).strip();
        int kind = depth == 0 ? random.nextInt(4) : random.nextInt(10);
        return switch (kind) {
            case 0 -> Flow.end();
            case 1 -> Flow.step(Kind.ASK, "ask", text);
            case 2 -> Flow.step(Kind.CALL, "back office", "a.b");
            case 3 -> Flow.step(Kind.SAY, "reply", text);
            case 4, 5 -> new Flow.Loop(Flow.decision("while " + text), parts(random, depth - 1));
            default -> new Flow.Fork(Flow.decision("which?"), IntStream.rangeClosed(0, random.nextInt(5))
                    .mapToObj(i -> new Flow.Branch(random.nextBoolean() ? "" : text, parts(random, depth - 1), i > 0 && random.nextBoolean()))
                    .toList());
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drawings")
    void noTwoBoxesOverlap(Named drawn) {
        List<Box> boxes = drawn.drawing().boxes();
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(boxes.get(i).at().overlaps(boxes.get(j).at())).as("%s and %s", boxes.get(i), boxes.get(j)).isFalse();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drawings")
    void everyEdgeGoesStraightFromTheBorderOfItsBoxToThatOfTheOther(Named drawn) {
        for (Edge edge : drawn.drawing().edges()) {
            assertThat(onBorder(box(drawn, edge.from()), edge.points().getFirst())).as("start of %s", edge).isTrue();
            assertThat(onBorder(box(drawn, edge.to()), edge.points().getLast())).as("end of %s", edge).isTrue();
            segments(edge).forEach(segment -> assertThat(segment.left() == segment.right() || segment.top() == segment.bottom())
                    .as("%s of %s", segment, edge).isTrue());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drawings")
    void everyEdgeRunsDownButForTheOneWayBackOfALoop(Named drawn) {
        for (Edge edge : drawn.drawing().edges()) {
            boolean back = edge.points().getLast().x() == box(drawn, edge.to()).at().left();
            long up = IntStream.range(1, edge.points().size()).filter(i -> edge.points().get(i).y() < edge.points().get(i - 1).y()).count();
            assertThat(up).as("%s", edge).isEqualTo(back ? 1 : 0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drawings")
    void noEdgeRunsThroughABox(Named drawn) {
        for (Edge edge : drawn.drawing().edges()) {
            for (Box box : drawn.drawing().boxes()) {
                segments(edge).forEach(segment -> assertThat(crosses(segment, box.at())).as("%s of %s through %s", segment, edge, box).isFalse());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drawings")
    void noLabelOverlapsABoxOrAnotherLabel(Named drawn) {
        List<Label> labels = drawn.drawing().labels();
        for (int i = 0; i < labels.size(); i++) {
            Rectangle at = labels.get(i).at();
            assertThat(drawn.drawing().boxes()).as("%s", labels.get(i)).noneMatch(box -> box.at().overlaps(at));
            assertThat(labels.subList(0, i)).as("%s", labels.get(i)).noneMatch(label -> label.at().overlaps(at));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drawings")
    void noLabelHidesAnEdgeThatIsNotItsOwn(Named drawn) {
        for (Label label : drawn.drawing().labels()) {
            double axis = label.at().middle();
            for (Edge edge : drawn.drawing().edges()) {
                segments(edge).filter(segment -> segment.left() != axis || segment.right() != axis)
                        .forEach(segment -> assertThat(crosses(segment, label.at())).as("%s under %s", segment, label).isFalse());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drawings")
    void everythingIsOnThePaperAndEveryNodeIsReached(Named drawn) {
        Drawing drawing = drawn.drawing();
        Rectangle paper = new Rectangle(0, 0, drawing.width(), drawing.height());
        Stream.of(drawing.boxes().stream().map(Box::at), drawing.labels().stream().map(Label::at), drawing.edges().stream().flatMap(LayoutTest::segments))
                .flatMap(all -> all).forEach(at -> assertThat(at.left() >= paper.left() && at.right() <= paper.right()
                        && at.top() >= paper.top() && at.bottom() <= paper.bottom()).as("%s on %s", at, paper).isTrue());
        Set<Integer> reached = new HashSet<>(Set.of(drawing.boxes().getFirst().id()));
        drawing.edges().forEach(edge -> reached.add(edge.to()));
        assertThat(drawing.boxes()).extracting(Box::id).containsExactlyInAnyOrderElementsOf(reached);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drawings")
    void onlyAnEndEnds(Named drawn) {
        Set<Integer> left = new HashSet<>();
        drawn.drawing().edges().forEach(edge -> left.add(edge.from()));
        assertThat(drawn.drawing().boxes()).allSatisfy(box -> assertThat(left.contains(box.id())).as("%s", box)
                .isEqualTo(box.node().kind() != Kind.END));
    }

    @Test
    void theMainWayStaysOnOneAxis() throws Exception {
        Flow balance = Drawn.flows(Path.of("routes"), "en").stream().filter(flow -> flow.name().equals("balance")).findFirst().orElseThrow();
        List<Box> boxes = Layout.of(balance).boxes();
        assertThat(boxes.getLast().at().middle()).isEqualTo(boxes.getFirst().at().middle());
        assertThat(boxes.getLast().at().top()).isGreaterThan(boxes.getFirst().at().bottom());
    }

    @Test
    void aLongRouteIsNotSlow() {
        List<Part> parts = new ArrayList<>(List.of(Flow.step(Kind.START, "", "long")));
        for (int i = 0; i < 500; i++) {
            parts.add(new Flow.Fork(Flow.decision("result?"), List.of(new Flow.Branch("done", List.of(), false),
                    new Flow.Branch("refused", List.of(Flow.step(Kind.SAY, "reply", "no"), Flow.end()), true))));
        }
        parts.add(Flow.end());
        assertThat(Layout.of(new Flow("long", parts)).boxes()).hasSize(1502);
    }

    record Named(String name, Drawing drawing) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Named> drawings() {
        return DRAWINGS;
    }

    private static Box box(Named drawn, int id) {
        return drawn.drawing().boxes().stream().filter(box -> box.id() == id).findFirst().orElseThrow();
    }

    private static Stream<Rectangle> segments(Edge edge) {
        return IntStream.range(1, edge.points().size()).mapToObj(i -> Sketch.segment(edge.points().get(i - 1), edge.points().get(i)));
    }

    /** Through the inside, not along the border. */
    private static boolean crosses(Rectangle segment, Rectangle at) {
        return segment.left() < at.right() && segment.right() > at.left() && segment.top() < at.bottom() && segment.bottom() > at.top();
    }

    /** A corner of a diamond, or the middle of a side; all shapes have both there. */
    private static boolean onBorder(Box box, Point point) {
        Rectangle at = box.at();
        boolean above = point.x() == at.middle() && (point.y() == at.top() || point.y() == at.bottom());
        boolean beside = point.y() == (at.top() + at.bottom()) / 2 && (point.x() == at.left() || point.x() == at.right());
        return above || beside;
    }
}
