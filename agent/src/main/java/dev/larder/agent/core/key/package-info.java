/**
 * The template language of keys, tags and patterns: from the text of a template to the parts of a key.
 *
 * <p>Entry points: {@link dev.larder.agent.core.key.KeyTemplate} (once per method), and
 * {@link dev.larder.agent.core.key.KeyLength} (per call). What a value contributes to a key is made in {@code key.text}.
 * Pure functions: everything here is immutable or confined to one call.
 */
@NullMarked
package dev.larder.agent.core.key;

import org.jspecify.annotations.NullMarked;
