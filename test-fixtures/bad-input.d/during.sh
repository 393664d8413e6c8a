# shellcheck shell=bash disable=SC2154,SC2034 # set by world.sh, read by judge.sh
workers=()
during() { :; }
