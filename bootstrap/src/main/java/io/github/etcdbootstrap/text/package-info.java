/**
 * Text the program reads and writes: strict YAML with line numbers, JSON, and words for bad input.
 */
package io.github.etcdbootstrap.text;
