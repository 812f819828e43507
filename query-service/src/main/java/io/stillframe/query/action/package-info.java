/** What administrators asked for, and what became of it. */
@NullMarked
package io.stillframe.query.action;

import org.jspecify.annotations.NullMarked;
