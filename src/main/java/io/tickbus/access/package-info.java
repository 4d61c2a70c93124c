/**
 * Internal. Decides who may connect and what each user may do. The servers for q clients and the web server use it.
 *
 * <p>{@code Users} checks a password or a token. {@code FileUsers} does that with the {@code UserFile}, which the
 * program's commands edit. {@code Rights} are what an admitted user may do. {@code LoginThrottle} slows wrong logins.
 * {@code AuditTrail} records what users did. No class of this package knows q's protocol or HTTP.
 *
 * <p>May import {@code library}, {@code logging}, {@code config} and Vert.x.
 */
@NullMarked
package io.tickbus.access;

import org.jspecify.annotations.NullMarked;
