package io.tickbus.q;

/**
 * A q value: anything that a message can carry. Values are immutable by contract. After a vector is shared, no code
 * writes to its array.
 */
public sealed interface Value permits Atom, QVector, Flip, QDictionary, ErrorValue, QFunction {}
