package io.github.etcdbootstrap.etcd;

import java.net.URI;
import java.net.URL;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The proxies that an environment names, by the rules of curl and wget. */
final class Proxies {
  private final Map<String, String> environment;

  Proxies(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * The proxy on the way to {@code url}.
   *
   * @throws Refused if the environment names what cannot be a proxy here
   */
  Optional<URI> to(URL url) throws Refused {
    String variable = url.getProtocol() + "_proxy";
    String proxy = value(variable);
    if (proxy.isEmpty() || excepted(url)) {
      return Optional.empty();
    }
    URI uri = parsed(variable, proxy);
    if (uri.getUserInfo() != null && url.getProtocol().equals("https")) {
      throw new Refused(
          "the environment's " + variable + " has a password, which Java sends for http only");
    }
    return Optional.of(uri);
  }

  private static URI parsed(String variable, String proxy) throws Refused {
    try {
      URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
      if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without the value: it may hold a password.
    }
    throw new Refused("the environment's " + variable + " is not of the form http://HOST:PORT");
  }

  private String value(String name) {
    String upper = environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
    return environment.getOrDefault(name, upper).trim();
  }

  private boolean excepted(URL url) {
    String host = bare(url.getHost());
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    for (String entry : value("no_proxy").split("[,\\s]+")) {
      if (entry.equals("*") || matches(entry, host, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String entry, String host, int port) {
    int colon = entry.lastIndexOf(':');
    boolean hasPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
    if (hasPort && !entry.substring(colon + 1).equals(Integer.toString(port))) {
      return false;
    }
    String name = bare(hasPort ? entry.substring(0, colon) : entry).replaceFirst("^\\*?\\.", "");
    boolean isAddress = host.matches("[0-9.]+") || host.contains(":");
    return !name.isEmpty() && (host.equals(name) || !isAddress && host.endsWith("." + name));
  }

  private static String bare(String host) {
    return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$|\\.$", "");
  }
}
