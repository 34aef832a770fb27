/**
 * Fills an empty database with the same rows every time. Runs once, before the first request is taken.
 */
@NullMarked
package dev.larder.sample.data;

import org.jspecify.annotations.NullMarked;
