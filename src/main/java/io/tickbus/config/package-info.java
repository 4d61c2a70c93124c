/**
 * Public API. The configuration of Tickbus. A YAML or JSON file, or a tree of maps and lists, is read once into
 * immutable records. Callers begin with {@link io.tickbus.config.PipelineConfig}.
 *
 * <p>Each record reads itself from a {@code ConfigSection}. A key is known only if a record reads it. Unknown keys,
 * wrong types, numbers out of range and impossible combinations are each a {@link io.tickbus.config.Problem}. One
 * {@link io.tickbus.config.ConfigException} reports all problems. {@code conf/reference.yaml} describes every key.
 *
 * <p>Only reading a file needs SnakeYAML.
 */
@NullMarked
package io.tickbus.config;

import org.jspecify.annotations.NullMarked;
