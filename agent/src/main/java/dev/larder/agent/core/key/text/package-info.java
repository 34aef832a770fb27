/**
 * From a value and the type that is declared for it to its text in a key.
 *
 * <p>Entry points: {@link dev.larder.agent.core.key.text.KeyEncoder} for values of a declared type and
 * {@link dev.larder.agent.core.key.text.KeyText} for single values of known types. Two JVMs derive the same text whatever their
 * locale, charset, time zone or version. Everything is immutable or confined to one call.
 */
@NullMarked
package dev.larder.agent.core.key.text;

import org.jspecify.annotations.NullMarked;
