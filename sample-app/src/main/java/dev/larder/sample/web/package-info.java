/**
 * What all endpoints share: errors as problem details, and the header that says whether a request ran a query.
 */
@NullMarked
package dev.larder.sample.web;

import org.jspecify.annotations.NullMarked;
