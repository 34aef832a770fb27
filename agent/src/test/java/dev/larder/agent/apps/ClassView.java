package dev.larder.agent.apps;

import java.io.ObjectStreamClass;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What reflection says about a class, a line for each member. */
public final class ClassView {

    private ClassView() {}

    /** In the order of the alphabet; the same from every JVM that has the same class file. */
    public static List<String> of(Class<?> type) {
        Stream<String> members = Stream.of(
                        type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
                .flatMap(Arrays::stream)
                .map(ClassView::line);
        Stream<String> head = Stream.of(
                type.toGenericString(),
                "extends " + type.getGenericSuperclass(),
                "implements " + Arrays.toString(type.getGenericInterfaces()),
                "version " + ObjectStreamClass.lookupAny(type).getSerialVersionUID());
        return Stream.concat(head, members).sorted().toList();
    }

    private static String line(Object member) {
        String annotations = Arrays.stream(((AnnotatedElement) member).getAnnotations())
                .map(annotation -> "@" + annotation.annotationType().getSimpleName() + " ")
                .collect(Collectors.joining());
        return annotations + (((Member) member).isSynthetic() ? "synthetic " : "") + generic(member);
    }

    private static String generic(Object member) {
        if (member instanceof Field field) {
            return field.toGenericString();
        }
        return ((Executable) member).toGenericString();
    }
}
