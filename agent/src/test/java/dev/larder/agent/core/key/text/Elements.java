package dev.larder.agent.core.key.text;

import java.util.AbstractList;

/** Two elements, for lists that have something beside them. */
abstract class Elements extends AbstractList<String> {

    private final String[] all = {"x", "y"};

    @Override
    public String get(int index) {
        return all[index];
    }

    @Override
    public int size() {
        return all.length;
    }
}
