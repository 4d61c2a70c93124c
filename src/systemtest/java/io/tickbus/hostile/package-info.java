/**
 * The command {@code scripts/hostile}. It starts the program with a gateway or a web server, and runs attacks one
 * after the other. A good client must be answered in time throughout. Uses {@code chaos} for processes, and {@code q}
 * and {@code server} for messages.
 */
@NullMarked
package io.tickbus.hostile;

import org.jspecify.annotations.NullMarked;
