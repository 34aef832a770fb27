package dev.larder.agent.core.codec.copy;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.copy.layout.Hints;
import dev.larder.agent.core.codec.copy.layout.Layout;
import dev.larder.agent.core.codec.graph.HibernateState;
import dev.larder.agent.core.codec.graph.UnfitClass;
import dev.larder.agent.core.codec.heap.Heap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the parts of what Hibernate has fetched, and refuses what it has not. A copy belongs to no session.
 *
 * <p><b>Threads.</b> Confined to the walk.
 */
final class MappedParts {

    private final PrototypeBuilder walk;
    private final ObjectParts objects;
    private final List<OwnerReference> owners = new ArrayList<>(0);

    MappedParts(PrototypeBuilder walk, ObjectParts objects) {
        this.walk = walk;
        this.objects = objects;
    }

    /** A collection, or an entity whose class Hibernate has enhanced. */
    @Nullable
    Part fetched(Object value, Layout layout, int index, int depth) throws CodecException {
        UnfitClass laziness = HibernateState.lazinessOf(value);
        if (laziness != null) {
            throw PrototypeBuilder.refused(value, laziness);
        }
        Part part = objects.byFields(value, layout, index, depth);
        long owner = HibernateState.ownerOf(layout.type());
        Object entity = owner == HibernateState.NONE ? null : Heap.get(value, owner);
        if (entity != null && part instanceof Part.Branch collection) { // as what it wraps is copied
            owners.add(new OwnerReference(collection, owner, entity));
        }
        return part;
    }

    /** The entity that a proxy stands for. It may be met without the proxy as well, and is one object in the copy. */
    Part entityOf(Object proxy, Layout layout, int depth) throws CodecException {
        Object entity = HibernateState.targetOf(proxy);
        if (entity == null || Layout.of(entity.getClass()).treatment() == Layout.Treatment.PROXY) {
            throw PrototypeBuilder.refused(proxy, layout.refusal());
        }
        Part part = walk.part(entity, depth);
        return part == null ? new LaterPart(entity, Seen.NONE) : part; // or the proxy would be shared
    }

    /**
     * Has collections refer to their entities, at the end of the walk. An entity that nothing else refers to stays out: the
     * method returned the collection alone, and the entity may have others that have not been fetched.
     */
    void referToOwners(Seen seen) {
        for (OwnerReference owner : owners) {
            Object entity = owner.entity();
            int known = seen.find(entity, Hints.of(entity, Layout.of(entity.getClass())));
            if (known != Seen.NONE && !PrototypeBuilder.isShared(seen.part(known))) {
                owner.collection().refersAlsoTo(owner.offset(), walk.repeated(seen.part(known)));
            }
        }
    }

    private record OwnerReference(Part.Branch collection, long offset, Object entity) {}
}
