package dev.larder.agent.oracle;

/** Answers what bodies ask the database, at once or later. Called on the threads that listen to the workers. */
interface Desk {

    void asked(Question question);
}
