package io.github.etcdbootstrap.host;

import java.nio.file.Path;

/** OpenRC's and busybox's commands as scripts that act on a test's root. */
final class FakeCommands {
  private static final String RC_SERVICE =
      """
      #!/bin/sh
      # status: what `answer` says, else by the mark that start leaves.
      root=@ROOT@ name=$1 started=@ROOT@/run/started-$1 pidfile=@ROOT@/run/supervise-$1.pid
      [ -e "$root/etc/init.d/$name" ] || {
        echo " * rc-service: service \\`$name' does not exist" >&2
        exit 1
      }
      echo "rc-service $*" >>"$root/calls"
      case $2 in
        status)
          [ -e "$root/answer" ] && exit "$(cat "$root/answer")"
          [ -e "$started" ] && exit 0
          exit 3
          ;;
        start)
          [ -e "$root/refusal" ] && { cat "$root/refusal" >&2; exit 1; }
          : >"$started"
          "$root/bin/supervise-daemon" &
          echo $! >"$pidfile"
          ;;
        stop)
          [ -e "$root/stuck" ] && { echo " * stuck" >&2; exit 1; }
          rm "$started"
          [ -e "$root/orphans" ] && signal=KILL
          kill -"${signal:-TERM}" "$(cat "$pidfile")"
          rm "$pidfile"
          ;;
        zap) rm -f "$started" ;;
      esac
      """;

  /** Its children hold the pipes of rc-service open; the name is what /proc shows. */
  private static final String SUPERVISOR =
      """
      #!/bin/sh
      trap 'kill $child; exit' TERM
      while :; do
        sleep 300 &
        child=$!
        wait $child
      done
      """;

  private static final String RC_UPDATE =
      """
      #!/bin/sh
      echo "rc-update $*" >>@ROOT@/calls
      if [ "$1" = del ]; then
        rm "@ROOT@/etc/runlevels/$3/$2" 2>/dev/null && exit
        echo " * rc-update: service $2 is not in the runlevel $3" >&2
        exit 1
      fi
      [ "$1 $3" = "add default" ] || exit 1
      [ -e "@ROOT@/etc/init.d/$2" ] || { echo " * rc-update: service \\`$2' does not exist" >&2; exit 1; }
      mkdir -p @ROOT@/etc/runlevels/default
      ln -sf "/etc/init.d/$2" "@ROOT@/etc/runlevels/default/$2"
      """;

  private static final String ADDGROUP =
      """
      #!/bin/sh
      [ "$1" = -S ] && [ $# = 2 ] || { echo "addgroup: unrecognized option" >&2; exit 1; }
      echo "$2:x:102:" >>@ROOT@/etc/group
      """;

  private static final String ADDUSER =
      """
      #!/bin/sh
      echo "adduser $*" >>@ROOT@/calls
      grep -q "^$9:" @ROOT@/etc/group || { echo "adduser: unknown group $9" >&2; exit 1; }
      for name; do :; done
      echo "$name:x:101:102:$name:$5:$7" >>@ROOT@/etc/passwd
      """;

  private FakeCommands() {}

  /** The PATH that finds them first. */
  static String install(TestRoot host) {
    put(host, "rc-service", RC_SERVICE);
    put(host, "supervise-daemon", SUPERVISOR);
    put(host, "rc-update", RC_UPDATE);
    put(host, "addgroup", ADDGROUP);
    put(host, "adduser", ADDUSER);
    host.folder("run");
    return host.real("bin") + ":" + Commands.PATH;
  }

  static void put(TestRoot host, String name, String script) {
    Path file = host.put("bin/" + name, script.replace("@ROOT@", host.top.toString()));
    if (!file.toFile().setExecutable(true)) {
      throw new IllegalStateException("not executable: " + file);
    }
  }
}
