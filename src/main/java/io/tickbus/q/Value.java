package io.tickbus.q;

/**
 * A value of q: anything that a message can carry. Values are immutable by contract: no code writes to a vector's array
 * once the vector is shared.
 */
public sealed interface Value permits Atom, QVector, Flip, QDictionary, ErrorValue, QFunction {}
