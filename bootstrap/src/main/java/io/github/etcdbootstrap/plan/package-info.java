/**
 * The idea of the program: observe, say what should be, plan the difference, converge. Holds the
 * ports through which all that a run does goes.
 */
package io.github.etcdbootstrap.plan;
