/**
 * Internal. What the commands share: exit codes, failures, the terminal, addresses. Imports nothing of Tickbus but config.
 */
@NullMarked
package io.tickbus.cli.console;

import org.jspecify.annotations.NullMarked;
