/** Rules for the whole project: the imports between packages, and the form of every file. */
@NullMarked
package io.tickbus;

import org.jspecify.annotations.NullMarked;
