package dev.larder.benchmarks.report;

import java.util.Locale;

/** A drawing in the making. Dark on white, whatever the page around it is. */
public final class Svg {

    private static final String FONT = "font-family=\"system-ui, sans-serif\" font-size=\"13\"";

    private final StringBuilder elements = new StringBuilder();
    private final int width;

    public Svg(int width) {
        this.width = width;
    }

    public void text(double x, double y, String anchor, String text) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped(text));
    }

    public void heading(String text) {
        add("<text x=\"12\" y=\"24\" font-size=\"15\" font-weight=\"600\">%s</text>", escaped(text));
    }

    public void rectangle(double x, double y, double rectangleWidth, double height, String colour) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x, y, rectangleWidth, height, colour);
    }

    public void line(double x1, double y1, double x2, double y2, String colour, double thickness) {
        add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>",
                x1, y1, x2, y2, colour, thickness);
    }

    /** A filled triangle at the end of a vertical line: its tip is at {@code y}. */
    public void arrowHead(double x, double y, boolean pointsDown, String colour) {
        double base = pointsDown ? y - 7 : y + 7;
        add("<path d=\"M %.1f %.1f L %.1f %.1f L %.1f %.1f z\" fill=\"%s\"/>", x, y, x - 4, base, x + 4, base, colour);
    }

    void dot(double x, double y, String colour) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", x, y, colour);
    }

    public String finished(int height) {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" %s fill=\"#1c2126\">%n",
                        width,
                        height,
                        width,
                        FONT)
                + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + elements + "</svg>\n";
    }

    private void add(String format, Object... values) {
        elements.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
