/**
 * People: who they are, and what their events say about them. Entry point: {@link dev.larder.sample.user.UserService}.
 */
@NullMarked
package dev.larder.sample.user;

import org.jspecify.annotations.NullMarked;
