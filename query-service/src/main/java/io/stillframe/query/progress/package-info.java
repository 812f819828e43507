/** What became of a request so far, as an answer that can be waited for. */
@NullMarked
package io.stillframe.query.progress;

import org.jspecify.annotations.NullMarked;
