package dev.larder.agent.core.inheritance.elsewhere;

/** Overrides what only its package can override, and lets every package override that. */
public class Widened extends Narrow {

    @Override
    public void drop(long id) {}

    @Override
    public void delete(long id) {
        super.delete(id);
    }
}
