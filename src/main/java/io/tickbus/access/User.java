package io.tickbus.access;

/**
 * An admitted user.
 *
 * @param name the user's name in the file of users, or as the identity provider gives it
 * @param rights what the user may do
 */
public record User(String name, Rights rights) {}
