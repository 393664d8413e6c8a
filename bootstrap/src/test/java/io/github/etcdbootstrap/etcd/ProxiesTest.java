package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "http_proxy  | http://p:3128  | http://a/x  | http://p:3128",
        "HTTP_PROXY  | http://p:3128  | http://a/x  | http://p:3128",
        "http_proxy  | p:3128         | http://a/x  | http://p:3128",
        "http_proxy  | http://p:3128  | https://a/x | -",
        "https_proxy | http://p:3128  | https://a/x | http://p:3128",
        "HTTPS_PROXY | HTTP://p:3128/ | https://a/x | HTTP://p:3128/",
        "https_proxy | http://p:3128  | http://a/x  | -",
        "http_proxy  | ''             | http://a/x  | -",
        "file_proxyx | http://p:3128  | file:///x   | -",
      })
  void aProxyIsForOneScheme(String name, String value, String url, String proxy)
      throws IOException {
    assertThat(to(url, Map.of(name, value))).isEqualTo(proxy);
  }

  @Test
  void lowerCaseGoesFirstEvenIfEmpty() throws IOException {
    assertThat(to("http://a/", Map.of("http_proxy", "x:1", "HTTP_PROXY", "y:2")))
        .isEqualTo("http://x:1");
    assertThat(to("http://a/", Map.of("http_proxy", "", "HTTP_PROXY", "y:2"))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                         | http://a/               | direct",
        "a.b                       | http://a.b/             | direct",
        "A.B                       | http://a.b/             | direct",
        "a.b                       | http://A.b./            | direct",
        "a.b                       | http://x.a.b/           | direct",
        ".a.b                      | http://x.a.b/           | direct",
        ".a.b                      | http://a.b/             | direct",
        "*.a.b                     | http://x.a.b/           | direct",
        "a.b                       | http://xa.b/            | proxy",
        "a.b                       | http://a.b.c/           | proxy",
        "x, a.b                    | http://a.b/             | direct",
        "x a.b                     | http://a.b/             | direct",
        "a.b:80                    | http://a.b/             | direct",
        "a.b:80                    | http://a.b:81/          | proxy",
        "a.b:81                    | http://x.a.b:81/        | direct",
        "10.0.0.1                  | http://10.0.0.1:9/      | direct",
        "0.0.1                     | http://10.0.0.1/        | proxy",
        "'::1'                     | http://[::1]/           | direct",
        "[::1]                     | http://[::1]:9/         | direct",
        "[::1]:9                   | http://[::1]:9/         | direct",
        "[::1]:9                   | http://[::1]/           | proxy",
        "','                       | http://a/               | proxy",
        "''                        | http://a/               | proxy",
        ".                         | http://a/               | proxy",
      })
  void noProxyIsByHostSuffixAndPort(String entries, String url, String way) throws IOException {
    for (String name : new String[] {"no_proxy", "NO_PROXY"}) {
      String proxy = to(url, Map.of("http_proxy", "http://p:3128", name, entries));
      assertThat(proxy == null ? "direct" : "proxy").isEqualTo(way);
    }
  }

  @ParameterizedTest
  @CsvSource({"socks5://p:1", "https://p:1", "http://", "http://me:secret@ p", "'http://a b'"})
  void whatIsNoHttpProxyIsNamedWithoutItsValue(String value) {
    assertThatThrownBy(() -> to("http://a/", Map.of("http_proxy", value)))
        .isInstanceOf(Refused.class)
        .hasMessage("the environment's http_proxy is not of the form http://HOST:PORT");
  }

  @Test
  void anAccountIsNotForTunnels() throws IOException {
    Map<String, String> both = Map.of("http_proxy", "me:word@p:1", "https_proxy", "me:word@p:1");
    assertThat(to("http://a/", both)).isEqualTo("http://me:word@p:1");
    assertThatThrownBy(() -> to("https://a/", both))
        .isInstanceOf(Refused.class)
        .hasMessage("the environment's https_proxy has a password, which Java sends for http only");
  }

  private static String to(String url, Map<String, String> environment) throws IOException {
    return new Proxies(environment).to(URI.create(url).toURL()).map(URI::toString).orElse(null);
  }
}
