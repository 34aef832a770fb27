package dev.larder.agent.core.link.receiver.scenarios;

import dev.larder.Cached;
import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.implementation.SuperMethodCall;
import net.bytebuddy.matcher.ElementMatchers;

/** Beans behind classes that frameworks generate. */
@SuppressWarnings({"unused", "ImmutableEnumChecker", "UnnecessaryLambda"}) // woven and called by their names
public final class GeneratedBeanScenarios {

    private GeneratedBeanScenarios() {}

    /** As Spring and Quarkus make them: a subclass without the state of the object that it passes calls on to. */
    static Object passingOnTo(Object bean, String suffix) {
        return generated(bean.getClass(), suffix, type -> type.method(ElementMatchers.isDeclaredBy(bean.getClass()))
                .intercept(MethodCall.invokeSelf().on(bean).withAllArguments()));
    }

    /** As Spring and Quarkus make them: a subclass that is the bean, with a hook around its methods. */
    static Object beingTheBean(Class<?> bean, String suffix) {
        return generated(bean, suffix, type -> type.method(ElementMatchers.isDeclaredBy(bean))
                .intercept(SuperMethodCall.INSTANCE));
    }

    private static Object generated(Class<?> bean, String suffix, UnaryOperator<DynamicType.Builder<?>> methods) {
        DynamicType.Builder<?> type = new ByteBuddy().subclass(bean).name(bean.getName() + suffix);
        try (DynamicType.Unloaded<?> made = methods.apply(type).make()) {
            Constructor<?> constructor = made.load(
                            bean.getClassLoader(), ClassLoadingStrategy.Default.INJECTION.allowExistingTypes())
                    .getLoaded()
                    .getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    public static class Prices {
        private int number;
        private final Runnable source = () -> {};

        public Prices() {}

        public int getNumber() {
            source.run();
            return number;
        }

        public String getCurrency() {
            return "EUR";
        }

        public int getPlain() {
            return number;
        }
    }

    /** What a concrete bean tells by a getter, through what a framework has put in front of it. */
    public static final class BeanBehindAGeneratedClass implements Numbered {
        static class Service {
            private final Prices prices;

            Service(Prices prices) {
                this.prices = prices;
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + prices.getPlain();
            }
        }

        private final Service service;

        BeanBehindAGeneratedClass() {
            Prices bean = new Prices();
            bean.number = 1;
            service = new Service((Prices) passingOnTo(bean, "$$SpringCGLIB$$0"));
        }

        @Override
        public String call(int n) {
            return service.find();
        }
    }

    /** Two of them: what the second one tells is not what the first one has told. */
    public static final class TwoBeansBehindGeneratedClasses implements Numbered {
        private final Map<Integer, BeanBehindAGeneratedClass.Service> services = new HashMap<>();

        @Override
        public String call(int n) {
            return services.computeIfAbsent(n, number -> {
                        Prices bean = new Prices();
                        bean.number = number;
                        Prices front = (Prices) passingOnTo(bean, "$$SpringCGLIB$$" + number);
                        return new BeanBehindAGeneratedClass.Service(front);
                    })
                    .find();
        }
    }

    public static class Limits {
        int number;

        public Limits() {}

        public int getNumber() {
            return number;
        }
    }

    /** A configuration class of which the framework has made a subclass that is the bean. */
    public static final class ConfigurationThatIsASubclass implements Numbered {
        static class Service {
            private final Limits limits;

            Service(int n) {
                limits = (Limits) beingTheBean(Limits.class, "_Subclass");
                limits.number = n;
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + limits.getNumber();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }

    public static final class DataBehindAGeneratedClass implements Numbered {
        static class Service {
            private final Limits limits;

            Service(int n) {
                Limits bean = new Limits();
                bean.number = n;
                limits = (Limits) passingOnTo(bean, "$$SpringCGLIB$$" + n);
            }

            @Cached(ttl = 60)
            String find() {
                return "got " + limits.getNumber();
            }
        }

        @Override
        public String call(int n) {
            return new Service(n).find();
        }
    }
}
