package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.model.NodeFile;
import io.github.etcdbootstrap.plan.Change;
import io.github.etcdbootstrap.plan.Cluster;
import io.github.etcdbootstrap.plan.Host;
import io.github.etcdbootstrap.plan.Report;
import io.github.etcdbootstrap.plan.Seed;
import io.github.etcdbootstrap.plan.Staging;
import io.github.etcdbootstrap.plan.World;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;

/**
 * A world whose ports have a point before and after each call that writes. Which calls only read is
 * said here: one that nobody has thought of counts as one that writes.
 */
final class PointedWorld {
  static final Map<Class<?>, Set<String>> READING =
      Map.of(
          Host.class,
          words(
              "identity look list strays leftovers wal accounts service program mount holders openLog real"
                  + " listeners resolve tail lastLine draw"),
          Staging.class,
          Set.of(),
          Seed.class,
          words("place nameOf folder writable standsInFor read file list"),
          Cluster.class,
          words(
              "ownHealth ownVersion ownId pages listening members statuses hashes holdsLock replacedUnattended snapshotSources"),
          Cluster.Meeting.class,
          words("others"));

  private final Points points;

  PointedWorld(Points points) {
    this.points = points;
  }

  private static Set<String> words(String words) {
    return Set.of(words.split(" "));
  }

  World of(World world) {
    return new World(
        pointed(Host.class, world.host()),
        pointed(Cluster.class, world.cluster()),
        pointed(Seed.class, world.seed()),
        world.releases(),
        world.certificates(),
        announcing(world.report()),
        world.clock());
  }

  private <T> T pointed(Class<T> port, T real) {
    Set<String> reading = READING.get(port);
    return proxy(
        port,
        (method, arguments) ->
            reading.contains(method.getName())
                ? method.invoke(real, arguments)
                : written(port, real, method, arguments));
  }

  private Object written(Class<?> port, Object real, Method method, Object... arguments)
      throws ReflectiveOperationException {
    String call = port.getSimpleName() + "." + method.getName() + subject(arguments);
    points.beforeWrite(call);
    Object result = method.invoke(real, arguments);
    points.afterWrite(call);
    if (result instanceof Staging staging) {
      return pointed(Staging.class, staging);
    } else if (result instanceof Cluster.Meeting meeting) {
      return pointed(Cluster.Meeting.class, meeting);
    }
    return result instanceof OutputStream out ? new Stream(call, out) : result;
  }

  private static String subject(Object... arguments) {
    if (arguments == null || arguments.length == 0) {
      return "";
    }
    return " " + (arguments[0] instanceof NodeFile file ? file.path() : arguments[0]);
  }

  private Report announcing(Report report) {
    return proxy(
        Report.class,
        (method, arguments) -> {
          if (arguments != null && arguments[0] instanceof Change change) {
            points.beforeChange(change.kind() + " " + change.target());
          }
          return method.invoke(report, arguments);
        });
  }

  private interface Call {
    Object make(Method method, Object... arguments) throws ReflectiveOperationException;
  }

  private static <T> T proxy(Class<T> port, Call call) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              try {
                return call.make(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** A point after the first bytes. */
  private final class Stream extends FilterOutputStream {
    private final String call;
    private boolean begun;

    Stream(String call, OutputStream out) {
      super(out);
      this.call = call;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      if (!begun) {
        begun = true;
        points.withinWrite(call);
      }
    }
  }
}
