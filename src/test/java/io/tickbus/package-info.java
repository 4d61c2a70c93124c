/** What holds for the whole project: the arrows between packages, and the tidiness of every file. */
@NullMarked
package io.tickbus;

import org.jspecify.annotations.NullMarked;
