package dev.larder.agent.core.codec.json.object;

import dev.larder.agent.core.codec.CodecException;
import dev.larder.agent.core.codec.graph.ObjectState;
import dev.larder.agent.core.codec.graph.RecordMaker;
import dev.larder.agent.core.codec.json.stream.ValueReader;
import org.jspecify.annotations.Nullable;

/** The fields of a record, which only its constructor can make. */
final class RecordContent extends FieldContent {

    private final ObjectState state;

    /** Made when it is first needed; any thread's is as good as another's. */
    private volatile @Nullable RecordMaker maker;

    RecordContent(Class<?> type, Member[] members, ObjectState state) {
        super(type, members);
        this.state = state;
    }

    @Override
    public Object read(ValueReader in) throws CodecException, ReflectiveOperationException {
        return maker().make(draft(in));
    }

    private RecordMaker maker() {
        RecordMaker made = maker;
        if (made == null) {
            made = state.recordMaker();
            maker = made;
        }
        return made;
    }
}
