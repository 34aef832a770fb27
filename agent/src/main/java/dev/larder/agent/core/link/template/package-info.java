/**
 * From the templates of a method's annotations to handles that render them from a call's arguments, its object and its result.
 *
 * <p>Entry point: {@link dev.larder.agent.core.link.template.TemplateCompiler}, one for each woven method. The language itself is
 * {@code key}'s; what is compiled here is the one renderer of annotated methods. Runs while a method is linked; what it makes is
 * immutable.
 */
@NullMarked
package dev.larder.agent.core.link.template;

import org.jspecify.annotations.NullMarked;
