/**
 * {@code scripts/hostile}: the real program with a gateway or a web server, a client that must be answered all the time, and
 * attacks on the server, one after the other. Uses {@code chaos} for processes, {@code q} and {@code server} for what is sent.
 */
@NullMarked
package io.tickbus.hostile;

import org.jspecify.annotations.NullMarked;
