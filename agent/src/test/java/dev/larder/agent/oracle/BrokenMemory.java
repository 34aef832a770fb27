package dev.larder.agent.oracle;

import dev.larder.agent.fixtures.EditedClass;
import dev.larder.agent.fixtures.PackedAgent;
import java.io.IOException;
import java.nio.file.Path;

/** Copies of the packed agent whose memory lacks one of the things that keep old values away. */
enum BrokenMemory {
    /** A look-up gives out what is marked as removed, for as long as the map still has it. */
    FINDS_WHAT_IS_REMOVED {
        @Override
        EditedClass edit() {
            return EditedClass.of(MEMORY + "Deadlined").readingIn("inForce", "state", 0);
        }
    },

    /** An eviction that goes through all keys passes the first one by. */
    SKIPS_A_KEY {
        @Override
        EditedClass edit() {
            return EditedClass.of(MEMORY + "ExpiringMap").skippingTheFirst("forEachKey");
        }
    },

    /** What many ids were loaded for at once carries no tag. */
    BATCHES_HAVE_NO_TAGS {
        @Override
        EditedClass edit() {
            return EditedClass.of(CORE + "link/batch/BoundBatch").answeringIn("tagsOf", "isEmpty", 1);
        }
    },

    /** A refresh replaces whatever value is there when it ends, also one that was loaded after an eviction. */
    REFRESHES_ANY_VERSION {
        @Override
        EditedClass edit() {
            return EditedClass.of(MEMORY + "Version").takingForEqual("tagsOf");
        }
    },

    /** A call takes over what others have loaded, although that began before it. */
    SHARES_OLDER_LOADS {
        @Override
        EditedClass edit() {
            return EditedClass.of(CORE + "engine/Load").answeringIn("shareUnasked", "isForThisCall", 1);
        }
    };

    private static final String CORE = "core/dev/larder/agent/core/";
    private static final String MEMORY = CORE + "store/memory/";

    abstract EditedClass edit();

    Path jar(Path directory) throws IOException {
        return EditedClass.jar(PackedAgent.jar(), directory.resolve(name() + ".jar"), edit());
    }
}
