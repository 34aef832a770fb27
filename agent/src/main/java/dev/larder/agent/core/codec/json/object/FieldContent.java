package dev.larder.agent.core.codec.json.object;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.ObjectState;
import dev.larder.agent.core.codec.heap.Heap;
import dev.larder.agent.core.codec.json.stream.Shape;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import dev.larder.agent.core.codec.json.stream.ValueWriter;
import java.util.List;

/**
 * Moves fields between the text and an object's memory, without boxes and without an array of them.
 *
 * <p>A record is read into a draft: an object of its class that no constructor has seen, and that nobody but this class
 * sees. The record is then made of the draft's fields, by its constructor.
 */
class FieldContent extends ObjectContent {

    private final Class<?> type;
    private final Member[] members;

    FieldContent(Class<?> type, Member[] members) {
        this.type = type;
        this.members = members;
    }

    static ObjectContent made(Class<?> type, ObjectState state, List<Shape> places) {
        Member[] members = new Member[places.size()];
        for (int i = 0; i < members.length; i++) {
            members[i] = Member.of(state.fields().get(i), places.get(i));
        }
        return type.isRecord() ? new RecordContent(type, members, state) : new FieldContent(type, members);
    }

    @Override
    public final void write(Object value, ValueWriter out) throws CodecException {
        for (Member member : members) {
            member.write(value, out);
        }
    }

    @Override
    public Object read(ValueReader in) throws CodecException, ReflectiveOperationException {
        Object made = Heap.allocate(type);
        in.note(made);
        readInto(made, in);
        return made;
    }

    final Object draft(ValueReader in) throws CodecException {
        Object draft = Heap.allocate(type);
        readInto(draft, in);
        return draft;
    }

    private void readInto(Object made, ValueReader in) throws CodecException {
        for (Member member : members) {
            in.nextName(member.name);
            member.read(in, made);
        }
    }
}
