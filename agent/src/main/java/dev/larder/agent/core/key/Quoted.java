package dev.larder.agent.core.key;

import java.util.ArrayList;
import java.util.List;

/** Text of others inside our messages: in quotes, on one line and of bounded length. */
final class Quoted {

    private static final int MAX_CHARS = 200;

    private Quoted() {}

    static String of(String text) {
        StringBuilder quoted = new StringBuilder("'");
        for (int i = 0; i < Math.min(text.length(), MAX_CHARS); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                quoted.append("\\u").append(Integer.toHexString(0x10000 + c), 1, 5);
            } else {
                quoted.append(c);
            }
        }
        return quoted.append(text.length() > MAX_CHARS ? "...'" : "'").toString();
    }

    static String all(List<String> texts) {
        List<String> quoted = new ArrayList<>();
        for (String text : texts) {
            quoted.add(of(text));
        }
        return String.join(", ", quoted);
    }
}
