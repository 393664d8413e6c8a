/** Records and values of the program's world: no I/O, no clock. */
package io.github.etcdbootstrap.model;
