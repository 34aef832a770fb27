package dev.larder.agent.apps.storm;

import javax.management.JMException;

/** What a thread of a storm does again and again. */
@FunctionalInterface
interface Step {

    void take() throws JMException;
}
