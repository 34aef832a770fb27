package dev.larder.agent.core.jmx;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.management.AttributeList;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationEmitter;
import javax.management.StandardEmitterMBean;

/** An MXBean with descriptions from the {@link Description}s of its interface. */
final class DescribedMBean extends StandardEmitterMBean {

    private final TogetherReads together;

    /** Of attributes that do not depend on each other. */
    <T> DescribedMBean(T implementation, Class<T> mxBean, NotificationEmitter emitter) {
        this(implementation, mxBean, emitter, Supplier::get);
    }

    <T> DescribedMBean(T implementation, Class<T> mxBean, NotificationEmitter emitter, TogetherReads together) {
        super(implementation, mxBean, true, emitter);
        this.together = together;
    }

    /** Reads several attributes that one client asked for at once. */
    @FunctionalInterface
    interface TogetherReads {
        AttributeList read(Supplier<AttributeList> oneByOne);
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        return together.read(() -> super.getAttributes(attributes));
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return getMBeanInterface().getAnnotation(Description.class).value();
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return describe((info.isIs() ? "is" : "get") + info.getName()).value();
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return describe(info.getName()).value();
    }

    @Override
    protected int getImpact(MBeanOperationInfo info) {
        return describe(info.getName()).readOnly() ? MBeanOperationInfo.INFO : MBeanOperationInfo.ACTION;
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return parameter(operation, sequence).value();
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return parameter(operation, sequence).name();
    }

    private Description describe(String method) {
        return find(method).getAnnotation(Description.class);
    }

    private Description parameter(MBeanOperationInfo operation, int sequence) {
        return find(operation.getName()).getParameters()[sequence].getAnnotation(Description.class);
    }

    private Method find(String name) {
        return Arrays.stream(getMBeanInterface().getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
