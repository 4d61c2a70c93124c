package io.tickbus.architecture.broken.unmarked;

/** In a package that is in no table and says nothing about null. */
final class Unmarked {}
