package dev.larder.agent.core.link.receiver;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the id of an entity, by the annotations of JPA and of Spring Data: on a field, or on its getter. */
final class EntityIds {

    private static final Set<String> MARKS = Set.of(
            "jakarta.persistence.Id",
            "jakarta.persistence.EmbeddedId",
            "javax.persistence.Id",
            "javax.persistence.EmbeddedId",
            "org.springframework.data.annotation.Id");

    /** Simple names, of any package: they are used for nothing else. */
    private static final Set<String> ASSOCIATIONS =
            Set.of("ManyToOne", "OneToOne", "OneToMany", "ManyToMany", "DBRef", "DocumentReference", "Reference");

    private EntityIds() {}

    /** Whether the field holds another entity, by the annotations of JPA and of Spring Data, on it or on its getter. */
    static boolean isAssociation(Field field) {
        if (refersToOther(field)) {
            return true;
        }
        for (Method method : field.getDeclaringClass().getDeclaredMethods()) {
            if (isGetter(method.getName(), field.getName()) && refersToOther(method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean refersToOther(AnnotatedElement member) {
        for (Annotation annotation : member.getDeclaredAnnotations()) {
            if (ASSOCIATIONS.contains(annotation.annotationType().getSimpleName())) {
                return true;
            }
        }
        return false;
    }

    /** Empty if it is not an entity, or its id is not found. */
    static List<Field> of(Class<?> type) {
        List<Field> ids = new ArrayList<>();
        try {
            for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
                addAll(owner, ids);
            }
        } catch (LinkageError | RuntimeException e) { // a class in a member's signature is missing
            return List.of();
        }
        return ids;
    }

    private static void addAll(Class<?> owner, List<Field> ids) {
        List<Field> fields = InstanceFields.fieldsOf(owner);
        for (Field field : fields) {
            if (isMarked(field)) {
                ids.add(field);
            }
        }
        for (Method method : owner.getDeclaredMethods()) {
            if (isMarked(method)) {
                fields.stream()
                        .filter(field -> isGetter(method.getName(), field.getName()))
                        .forEach(ids::add);
            }
        }
    }

    private static boolean isGetter(String method, String field) {
        return method.toLowerCase(Locale.ROOT).equals("get" + field.toLowerCase(Locale.ROOT));
    }

    private static boolean isMarked(AnnotatedElement member) {
        for (Annotation annotation : member.getDeclaredAnnotations()) {
            if (MARKS.contains(annotation.annotationType().getName())) {
                return true;
            }
        }
        return false;
    }
}
