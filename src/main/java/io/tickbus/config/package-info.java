/**
 * Configuration: a YAML (or JSON) file, or a tree of maps and lists, read once into immutable records. Nothing is
 * guessed: an unknown key, a wrong type, a number out of range or an impossible combination is a
 * {@link io.tickbus.config.Problem}, and all of them are reported at once in one
 * {@link io.tickbus.config.ConfigException}.
 *
 * <p>{@link io.tickbus.config.PipelineConfig} is the way in. Every record reads itself from a {@code ConfigSection}, which
 * notes each key that was asked for; what was never asked for is an unknown key. So a key is known exactly because
 * something reads it. {@code conf/reference.yaml} describes every key.
 *
 * <p>May import the JDK, {@code io.tickbus.q.QType} and SnakeYAML; nothing else of Tickbus and no Vert.x.
 */
@NullMarked
package io.tickbus.config;

import org.jspecify.annotations.NullMarked;
