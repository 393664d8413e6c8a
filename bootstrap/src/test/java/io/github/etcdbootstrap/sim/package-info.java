/**
 * The table of membership, simulated: the real observer, planner and changes run in one process, on
 * simulated hosts with an abstract etcd, while an adversary does what can happen to cards, cables
 * and power. Everything follows from a seed number.
 */
package io.github.etcdbootstrap.sim;
