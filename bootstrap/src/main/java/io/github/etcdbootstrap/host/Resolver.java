package io.github.etcdbootstrap.host;

import io.github.etcdbootstrap.model.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the machine's resolver, for a bounded time. */
final class Resolver {
  private static final int SECONDS = 5;

  Resolver() {
    // A name that this run writes into /etc/hosts must be found by the look after it.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  List<IpAddress> resolve(String name) {
    CompletableFuture<List<IpAddress>> answer = new CompletableFuture<>();
    Thread asking = new Thread(() -> answer.complete(ask(name)), "resolver");
    asking.setDaemon(true);
    asking.start();
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException | TimeoutException e) {
      return List.of();
    }
  }

  private static List<IpAddress> ask(String name) {
    try {
      return Arrays.stream(InetAddress.getAllByName(name)).map(Resolver::ip).toList();
    } catch (UnknownHostException | SecurityException e) {
      return List.of();
    }
  }

  static IpAddress ip(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return new IpAddress(zone < 0 ? text : text.substring(0, zone));
  }
}
