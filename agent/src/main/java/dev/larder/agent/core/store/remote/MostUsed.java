package dev.larder.agent.core.store.remote;

import dev.larder.agent.core.store.EntryId;
import java.util.List;

/**
 * What the processes of a namespace have used most of late.
 *
 * @param entries the most used first; without owners, and of {@linkplain EntryId#near readers that keep copies}
 * @param unreadable how many more there were whose names nobody of ours has written
 */
public record MostUsed(List<EntryId> entries, int unreadable) {

    public MostUsed {
        entries = List.copyOf(entries);
    }
}
