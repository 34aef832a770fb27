package dev.larder.agent.core.link;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Each method twice: as its callers see it, and as its body that was moved. One for each type of a result. */
@SuppressWarnings("unused") // called through method handles
final class WovenResults {

    static final IOException FAILURE = new IOException("no database");

    final List<Long> runs = new ArrayList<>();

    static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }

    boolean aBoolean(long argument) {
        return false;
    }

    private boolean aBoolean$uncached(long argument) {
        runs.add(argument);
        return false;
    }

    byte aByte(long argument) {
        return 0;
    }

    private byte aByte$uncached(long argument) {
        runs.add(argument);
        return 0;
    }

    char aChar(long argument) {
        return 0;
    }

    private char aChar$uncached(long argument) {
        runs.add(argument);
        return 0;
    }

    short aShort(long argument) {
        return 0;
    }

    private short aShort$uncached(long argument) {
        runs.add(argument);
        return 0;
    }

    int anInt(long argument) {
        return 0;
    }

    private int anInt$uncached(long argument) {
        runs.add(argument);
        return 0;
    }

    long aLong(long argument) {
        return 0;
    }

    private long aLong$uncached(long argument) {
        runs.add(argument);
        return argument;
    }

    float aFloat(long argument) {
        return 0;
    }

    private float aFloat$uncached(long argument) {
        runs.add(argument);
        return -0.0f;
    }

    double aDouble(long argument) {
        return 0;
    }

    private double aDouble$uncached(long argument) {
        runs.add(argument);
        return Double.NaN;
    }

    String anEmptyString(long argument) {
        return "";
    }

    private String anEmptyString$uncached(long argument) {
        runs.add(argument);
        return "";
    }

    String aNull(long argument) {
        return null;
    }

    private String aNull$uncached(long argument) {
        runs.add(argument);
        return null;
    }

    List<Long> aList(long argument) {
        return null;
    }

    private List<Long> aList$uncached(long argument) {
        runs.add(argument);
        return new ArrayList<>(List.of(argument));
    }

    int[] anArray(long argument) {
        return null;
    }

    private int[] anArray$uncached(long argument) {
        runs.add(argument);
        return new int[0];
    }

    Object aStream(long argument) {
        return null;
    }

    private Object aStream$uncached(long argument) {
        runs.add(argument);
        return Stream.of(argument);
    }

    Object failing(long argument) throws IOException {
        return null;
    }

    private Object failing$uncached(long argument) throws IOException {
        throw FAILURE;
    }

    static String aStatic(long argument) {
        return null;
    }

    private static String aStatic$uncached(long argument) {
        return "static " + argument;
    }

    String ofObject(Object argument) {
        return null;
    }

    private String ofObject$uncached(Object argument) {
        return "called";
    }

    String changing(List<String> argument) {
        return null;
    }

    private String changing$uncached(List<String> argument) {
        argument.add("changed");
        return argument.toString();
    }

    private boolean isCachable(long argument) {
        return argument > 0;
    }

    private boolean brokenCondition(long argument) {
        throw new IllegalStateException("theirs");
    }

    private boolean isNegative(long result) {
        return result < 0;
    }

    private boolean brokenVeto(long result) {
        throw new IllegalStateException("theirs");
    }

    private static boolean isBlank(String result) {
        return result.isBlank();
    }
}
