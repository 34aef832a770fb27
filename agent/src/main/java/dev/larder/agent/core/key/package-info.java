/**
 * From a key template and a method's arguments to the text of a key.
 *
 * <p>Entry points: {@link dev.larder.agent.core.key.KeyTemplate} (once per method),
 * {@link dev.larder.agent.core.key.KeyText} and {@link dev.larder.agent.core.key.KeyEncoder} (per argument and call),
 * {@link dev.larder.agent.core.key.KeyLength} (per call). Pure functions: everything here is immutable or confined to
 * one call, and two JVMs derive the same text whatever their locale, charset, time zone or version.
 */
@NullMarked
package dev.larder.agent.core.key;

import org.jspecify.annotations.NullMarked;
