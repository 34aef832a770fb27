/**
 * Reads class files, without loading a class.
 *
 * <p>Entry points: {@link dev.larder.agent.core.classfile.ClassFileScan} for what every class goes through, {@link
 * dev.larder.agent.core.classfile.VisibleTypes} for the types around an annotated one. A class file that cannot be had or read
 * says nothing.
 */
@NullMarked
package dev.larder.agent.core.classfile;

import org.jspecify.annotations.NullMarked;
