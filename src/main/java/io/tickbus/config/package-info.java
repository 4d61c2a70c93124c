/**
 * Public API. The configuration: a YAML or JSON file, or a tree of maps and lists, is read once into immutable records.
 * {@link io.tickbus.config.PipelineConfig} is the entry.
 *
 * <p>Each record reads itself from a {@code ConfigSection}. A key is known exactly if a record reads it. Unknown keys, wrong
 * types, numbers out of range and impossible combinations are each a {@link io.tickbus.config.Problem}; one
 * {@link io.tickbus.config.ConfigException} reports all of them. {@code conf/reference.yaml} describes every key.
 *
 * <p>May import {@code q}, the JDK and SnakeYAML, but no Vert.x.
 */
@NullMarked
package io.tickbus.config;

import org.jspecify.annotations.NullMarked;
