/** The only code that touches the managed machine: files, accounts, services, mounts, processes. */
package io.github.etcdbootstrap.host;
