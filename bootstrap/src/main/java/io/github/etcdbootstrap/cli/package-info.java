/** The command line: one class a command, what a run prints, exit codes, and the wiring. */
package io.github.etcdbootstrap.cli;
