# shellcheck shell=bash disable=SC2154,SC2034 # set by world.sh, read by judge.sh
# What is remembered: birth, marks, the card; on a bare host and on one with a cluster of its own.
remembered() { :; }
