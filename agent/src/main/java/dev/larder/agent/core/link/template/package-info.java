/**
 * Compiles the templates of a method's annotations to handles that render them from a call's arguments, object and
 * result.
 *
 * <p>Entry point: {@link dev.larder.agent.core.link.template.TemplateCompiler}, one for each woven method. The template
 * language is in {@code key}. Runs while a method is linked; its results are immutable.
 */
@NullMarked
package dev.larder.agent.core.link.template;

import org.jspecify.annotations.NullMarked;
