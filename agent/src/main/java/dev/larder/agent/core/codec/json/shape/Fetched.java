package dev.larder.agent.core.codec.json.shape;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.HibernateState;
import dev.larder.agent.core.codec.graph.HibernateState.Kind;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.json.stream.ValueWriter;

/**
 * What is written in place of what Hibernate puts in front of it: the entity of a proxy, and the collection that one of Hibernate's
 * wraps. What has not been fetched is refused untouched.
 *
 * <p><b>Threads.</b> Stateless.
 */
final class Fetched {

    private Fetched() {}

    /** The collection or map that is written for {@code value}: itself, if it is not one of Hibernate's. */
    static Object container(Object value, ValueWriter out) throws CodecException {
        Class<?> type = value.getClass();
        if (type.getClassLoader() == null || HibernateState.kindOf(type) != Kind.COLLECTION) {
            return value;
        }
        requireFetched(value, out);
        Object inside = HibernateState.behind(value);
        if (inside == value) {
            throw refusal(value, UnfitClass.asItIs("is a collection of Hibernate that is not known"), out);
        }
        return inside;
    }

    /** The object that is written for {@code value}: itself, if it is no proxy of an entity. */
    static Object entity(Object value, ValueWriter out) throws CodecException {
        if (HibernateState.kindOf(value.getClass()) != Kind.PROXY) {
            return value;
        }
        Object entity = HibernateState.behind(value);
        if (HibernateState.kindOf(entity.getClass()) == Kind.PROXY) {
            throw refusal(value, HibernateState.proxyRefusal(), out);
        }
        return entity;
    }

    /** Refuses an entity or a collection that has something to fetch. */
    static void requireFetched(Object value, ValueWriter out) throws CodecException {
        UnfitClass laziness = HibernateState.lazinessOf(value);
        if (laziness != null) {
            throw refusal(value, laziness, out);
        }
    }

    private static CodecException refusal(Object value, UnfitClass refusal, ValueWriter out) {
        return out.refuse(ValueWriter.nameOf(value) + " " + refusal.reason(), refusal.remedy());
    }
}
