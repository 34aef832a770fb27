/**
 * Projects and what happens in them. Entry point: {@link dev.larder.sample.project.ProjectRepository}.
 */
@NullMarked
package dev.larder.sample.project;

import org.jspecify.annotations.NullMarked;
