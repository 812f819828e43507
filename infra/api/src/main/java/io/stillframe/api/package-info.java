/**
 * What every HTTP answer of Stillframe has in common: who may ask, how a problem is told, what a
 * body, a header and a parameter may look like.
 */
@NullMarked
package io.stillframe.api;

import org.jspecify.annotations.NullMarked;
