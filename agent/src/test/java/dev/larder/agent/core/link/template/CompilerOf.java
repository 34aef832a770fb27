package dev.larder.agent.core.link.template;

import dev.larder.agent.core.link.woven.BodyMonitor;
import dev.larder.agent.core.link.woven.WovenMethod;
import dev.larder.agent.core.plan.MethodPlan;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;

/** Makes the compiler of a method that is not woven. */
public final class CompilerOf {

    private CompilerOf() {}

    public static TemplateCompiler method(Method method) throws Exception {
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        List<String> names =
                Arrays.stream(method.getParameters()).map(Parameter::getName).toList();
        MethodType erased = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        Class<?> owner = method.getDeclaringClass();
        MethodType callSite = isStatic ? erased : erased.insertParameterTypes(0, owner);
        MethodPlan plan = new MethodPlan("a.B.c()", isStatic, names, null, List.of(), List.of());
        WovenMethod woven = new WovenMethod(
                MethodHandles.empty(callSite),
                BodyMonitor.NONE,
                owner,
                erased,
                method.getGenericReturnType(),
                List.of(method.getGenericParameterTypes()));
        return TemplateCompiler.of(MethodHandles.privateLookupIn(owner, MethodHandles.lookup()), callSite, plan, woven);
    }
}
