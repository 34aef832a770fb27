package dev.larder.agent.core.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Maps: their entries, sorted by their text. */
enum MapForm implements ValueForm {
    MAP;

    @Override
    public String tag() {
        return "Map";
    }

    @Override
    public void write(Object value, DeclaredType declared, KeyWriter out) {
        List<String> entries = new ArrayList<>();
        int start = out.length();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            out.write(entry.getKey(), declared.argument(0, 2));
            out.append("=");
            out.write(entry.getValue(), declared.argument(1, 2));
            entries.add(out.cut(start));
        }
        out.pasteSorted(entries);
    }
}
