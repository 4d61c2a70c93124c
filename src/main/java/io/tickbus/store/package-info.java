/**
 * The table verticle: the one owner of the tables, and what it answers on the bus. May import {@code table}, {@code log},
 * {@code event}, {@code q} and {@code config}.
 *
 * <p>{@link io.tickbus.store.TableVerticle} listens, a {@code Topic} per table answers.
 */
@NullMarked
package io.tickbus.store;

import org.jspecify.annotations.NullMarked;
