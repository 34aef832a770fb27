package dev.larder.benchmarks.timeline;

import dev.larder.benchmarks.report.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A picture in which time runs from left to right and each actor has a lane.
 *
 * <p><b>Units.</b> Time is in steps of no length in seconds, from 0 to 20.
 *
 * <p><b>Failure.</b> {@link IllegalArgumentException} for a lane that the picture does not have, a time outside of it, and a
 * label that its bar has no room for.
 */
final class Timeline {

    private static final int WIDTH = 820;
    private static final int LEFT = 140;
    private static final int STEP = 33;
    private static final int LAST = 20;
    private static final int TOP = 44;
    private static final int PITCH = 42;
    private static final int THICKNESS = 24;
    private static final double CHARACTER = 6.2;
    private static final String INK = "#1c2126";
    private static final String GRID = "#e4e7eb";

    private final String title;
    private final List<String> lanes;
    private final List<Consumer<Svg>> arrows = new ArrayList<>();
    private final List<Consumer<Svg>> bars = new ArrayList<>();
    private final List<Consumer<Svg>> moments = new ArrayList<>();

    Timeline(String title, String... lanes) {
        this.title = title;
        this.lanes = List.of(lanes);
    }

    Timeline bar(String lane, Deed deed, double from, double to, String label) {
        double x = x(from);
        double width = x(to) - x;
        if (width < label.length() * CHARACTER) {
            throw new IllegalArgumentException(title + ": no room for '" + label + "' from " + from + " to " + to);
        }
        double y = middle(lane);
        bars.add(svg -> {
            svg.rectangle(x, y - THICKNESS / 2.0, width - 1, THICKNESS, deed.colour());
            svg.text(x + width / 2, y + 4.5, "middle", label);
        });
        return this;
    }

    /** Something without a length, such as an eviction. Its label is on the right of it. */
    Timeline moment(String lane, double at, String label) {
        double y = middle(lane);
        moments.add(svg -> {
            svg.line(x(at), y - THICKNESS / 2.0 - 3, x(at), y + THICKNESS / 2.0 + 3, INK, 2);
            svg.text(x(at) + 6, y + 4.5, "start", label);
        });
        return this;
    }

    /** Something that goes from one lane to another, behind the bars between them. */
    Timeline arrow(double at, String from, String to) {
        boolean isDown = lanes.indexOf(to) > lanes.indexOf(from);
        double begin = middle(from) + (isDown ? THICKNESS : -THICKNESS) / 2.0;
        double tip = middle(to) - (isDown ? THICKNESS : -THICKNESS) / 2.0;
        arrows.add(svg -> {
            svg.line(x(at), begin, x(at), tip, INK, 1.2);
            svg.arrowHead(x(at), tip, isDown, INK);
        });
        return this;
    }

    String svg() {
        Svg svg = new Svg(WIDTH);
        svg.heading(title);
        for (String lane : lanes) {
            svg.text(12, middle(lane) + 4.5, "start", lane);
            svg.line(LEFT, middle(lane), x(LAST), middle(lane), GRID, 1);
        }
        arrows.forEach(arrow -> arrow.accept(svg));
        bars.forEach(bar -> bar.accept(svg));
        moments.forEach(moment -> moment.accept(svg));
        return svg.finished(TOP + lanes.size() * PITCH + 6);
    }

    private double middle(String lane) {
        int index = lanes.indexOf(lane);
        if (index < 0) {
            throw new IllegalArgumentException(title + ": no lane '" + lane + "'");
        }
        return TOP + index * PITCH + PITCH / 2.0;
    }

    private double x(double time) {
        if (time < 0 || time > LAST) {
            throw new IllegalArgumentException(title + ": no time " + time);
        }
        return LEFT + time * STEP;
    }
}
