package dev.larder.agent.core.store.remote;

/** Whether a store tells this process of changes, so that the process can keep copies. */
public enum Telling {
    YES,

    /** It has been asked, or has not proved yet that its connection works. */
    NOT_YET,

    /** It cannot. */
    NEVER
}
