/**
 * Reads class files, without loading a class.
 *
 * <p>Entry points: {@link dev.larder.agent.core.classfile.ClassFileScan} for every class that is loaded, {@link
 * dev.larder.agent.core.classfile.VisibleTypes} for the types around an annotated one. A class file that cannot be read
 * counts as one without annotations.
 */
@NullMarked
package dev.larder.agent.core.classfile;

import org.jspecify.annotations.NullMarked;
