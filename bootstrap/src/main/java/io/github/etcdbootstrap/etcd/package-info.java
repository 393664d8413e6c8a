/** All that is etcd's own: its releases, its configuration, and what it says over the network. */
package io.github.etcdbootstrap.etcd;
