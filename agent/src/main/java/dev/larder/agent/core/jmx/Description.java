package dev.larder.agent.core.jmx;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What JConsole shows beside an MBean, its attribute, its operation or a parameter: meaning, unit and reset rule. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@interface Description {

    String value();

    /** The name of a parameter; class files need not have it. */
    String name() default "";

    /** Whether an operation changes nothing. */
    boolean readOnly() default false;
}
