/** The shared folder: where it is, its files, and cluster.yml in it. */
package io.github.etcdbootstrap.seed;
