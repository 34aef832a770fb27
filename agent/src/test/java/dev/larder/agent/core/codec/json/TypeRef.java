package dev.larder.agent.core.codec.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** Captures a generic type: {@code new TypeRef<List<String>>() {}}. */
abstract class TypeRef<T> {

    final Type type() {
        return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }
}
