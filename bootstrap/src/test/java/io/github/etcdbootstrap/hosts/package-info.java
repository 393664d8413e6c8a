/**
 * End to end: the packaged JAR on test hosts with a real OpenRC, a real etcd, real certificates.
 */
package io.github.etcdbootstrap.hosts;
