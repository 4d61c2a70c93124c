package io.tickbus.q;

/** Anything that a q message can carry. All values are immutable by contract: nobody writes to a vector's array once it is shared. */
public sealed interface Value permits Atom, QVector, Flip, QDictionary, ErrorValue, QFunction {}
