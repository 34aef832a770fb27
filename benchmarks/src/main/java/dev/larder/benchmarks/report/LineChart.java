package dev.larder.benchmarks.report;

import dev.larder.benchmarks.run.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lines over steps that are evenly spaced, whatever their numbers; the vertical axis is logarithmic, so that equal
 * ratios look equal.
 */
final class LineChart {

    private static final int WIDTH = 820;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 560;
    private static final int TOP = 50;
    private static final int BOTTOM = 320;
    private static final String GRID = "#d5d9de";

    private final String title;
    private final List<String> steps;
    private final List<Line> lines = new ArrayList<>();

    LineChart(String title, List<String> steps) {
        this.title = title;
        this.steps = steps;
    }

    private record Line(String label, Hue hue, List<Optional<Spread>> points) {}

    /** One point for each step; empty ones are left out. */
    void line(String label, Hue hue, List<Optional<Spread>> points) {
        lines.add(new Line(label, hue, points));
    }

    String svg() {
        Svg svg = new Svg(WIDTH);
        svg.heading(title);
        double low = Math.floor(Math.log10(extreme(true)));
        double high = Math.max(low + 1, Math.ceil(Math.log10(extreme(false))));
        for (double power = low; power <= high; power++) {
            double y = y(Math.pow(10, power), low, high);
            svg.line(LEFT, y, RIGHT, y, GRID, 1);
            svg.text(LEFT - 8, y + 4.5, "end", Numbers.text(Math.pow(10, power)));
        }
        for (int i = 0; i < steps.size(); i++) {
            svg.text(x(i), BOTTOM + 22, "middle", steps.get(i));
        }
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, lines.get(i), low, high);
            svg.dot(RIGHT + 30, TOP + 10 + i * 22, lines.get(i).hue().code());
            svg.text(RIGHT + 42, TOP + 14.5 + i * 22, "start", lines.get(i).label());
        }
        return svg.finished(HEIGHT);
    }

    private void draw(Svg svg, Line line, double low, double high) {
        double lastX = -1;
        double lastY = -1;
        for (int i = 0; i < steps.size(); i++) {
            Optional<Spread> point = line.points().get(i);
            if (point.isEmpty()) {
                continue;
            }
            double y = y(point.get().median(), low, high);
            if (lastX >= 0) {
                svg.line(lastX, lastY, x(i), y, line.hue().code(), 2);
            }
            svg.line(
                    x(i),
                    y(point.get().lowest(), low, high),
                    x(i),
                    y(point.get().highest(), low, high),
                    line.hue().code(),
                    1);
            svg.dot(x(i), y, line.hue().code());
            lastX = x(i);
            lastY = y;
        }
    }

    private double extreme(boolean lowest) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .flatMap(Optional::stream)
                .map(point -> lowest ? point.lowest() : point.highest())
                .reduce((a, b) -> lowest ? Math.min(a, b) : Math.max(a, b))
                .orElse(1.0);
    }

    private double x(int step) {
        double gap = (double) (RIGHT - LEFT) / steps.size();
        return LEFT + gap * (step + 0.5);
    }

    private static double y(double value, double low, double high) {
        return BOTTOM - (Math.log10(value) - low) / (high - low) * (BOTTOM - TOP);
    }
}
