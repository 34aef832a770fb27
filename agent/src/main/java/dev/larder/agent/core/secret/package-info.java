/**
 * Results of sensitive methods: what stands for their keys, and how their values are encrypted.
 *
 * <p>Entry point: {@link dev.larder.agent.core.secret.Secrecy}. No key of the file, no key of an entry and no value leaves
 * this package in a message. Everything is thread-safe and runs on callers' threads, except that a thread of its own reads the
 * file.
 */
@NullMarked
package dev.larder.agent.core.secret;

import org.jspecify.annotations.NullMarked;
