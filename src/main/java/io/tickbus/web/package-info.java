/** The page. It may import {@code event} and Vert.x Web. */
@NullMarked
package io.tickbus.web;

import org.jspecify.annotations.NullMarked;
