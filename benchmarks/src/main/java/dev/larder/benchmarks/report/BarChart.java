package dev.larder.benchmarks.report;

import dev.larder.benchmarks.run.Spread;
import java.util.ArrayList;
import java.util.List;

/** Lying bars, from zero, with the spread of the forks as a whisker. */
final class BarChart {

    private static final int WIDTH = 820;
    private static final int LEFT = 320;
    private static final int RIGHT = 730;
    private static final int TOP = 44;
    private static final int STEP = 22;
    private static final int THICKNESS = 14;
    private static final String WHISKER = "#1c2126";

    private final String title;
    private final List<Line> bars = new ArrayList<>();

    BarChart(String title) {
        this.title = title;
    }

    private record Line(String label, Hue hue, Spread spread) {}

    void bar(String label, Hue hue, Spread spread) {
        bars.add(new Line(label, hue, spread));
    }

    String svg() {
        double most =
                bars.stream().mapToDouble(bar -> bar.spread().highest()).max().orElse(1);
        double scale = (RIGHT - LEFT) / most;
        Svg svg = new Svg(WIDTH);
        svg.heading(title);
        for (int i = 0; i < bars.size(); i++) {
            draw(svg, bars.get(i), TOP + i * STEP, scale);
        }
        return svg.finished(TOP + bars.size() * STEP + 10);
    }

    private static void draw(Svg svg, Line bar, double y, double scale) {
        double middle = y + THICKNESS / 2.0;
        double whiskerEnd = LEFT + bar.spread().highest() * scale;
        svg.text(LEFT - 8, middle + 4.5, "end", bar.label());
        svg.rectangle(
                LEFT, y, bar.spread().median() * scale, THICKNESS, bar.hue().code());
        svg.line(LEFT + bar.spread().lowest() * scale, middle, whiskerEnd, middle, WHISKER, 1.5);
        svg.text(
                whiskerEnd + 8, middle + 4.5, "start", Numbers.text(bar.spread().median()));
    }
}
