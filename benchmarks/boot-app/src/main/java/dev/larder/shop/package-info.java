/** A web shop in a few lines over large libraries: what its start takes is theirs, as in any Spring Boot service. */
@NullMarked
package dev.larder.shop;

import org.jspecify.annotations.NullMarked;
