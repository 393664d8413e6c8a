package io.github.etcdbootstrap.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Content;
import io.github.etcdbootstrap.text.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsCsvTest {
  @Test
  void readsTheOwnersOwn() throws IOException {
    Path owners = Path.of("../test-fixtures/seeds/owner/hosts.csv");
    assertThat(HostsCsv.read("hosts.csv", Content.of(Files.readAllBytes(owners))).hosts())
        .containsExactly(
            Map.entry("x-k3s-m-1", "192.168.7.11"),
            Map.entry("x-k3s-m-2", "192.168.7.12"),
            Map.entry("x-k3s-m-3", "192.168.7.13"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fd00::1,a\n10.0.0.2,b\n",
        "\ufeffaddress,name\r\nfd00::1,a\r\n10.0.0.2,b\r\n\r\n",
        "\"address\",\"name\"\n\"fd00::1\",\"a\"\n\n \"10.0.0.2\" , \"b\" ,more\n",
        "IP;Name\nfd00::1;a\n10.0.0.2;b",
        "whatever\nfd00::1\ta\n10.0.0.2\tb\n",
        "\n# of the edge\n\nIP no. 4,Name\nfd00::1,a\n# spare: 10.0.0.3,c\n10.0.0.2,b\n",
        "sep=,\r\naddress,name\r\nfd00::1,a\r\n10.0.0.2,b\r\n,,\r\n",
        ";;\n\"sep=;\"\n;\"\"; ;\nfd00::1;a;\n10.0.0.2;b;x\n"
      })
  void readsWhatSpreadsheetsWrite(String text) {
    assertThat(HostsCsv.read("hosts.csv", Content.of(text)).hosts())
        .isEqualTo(List.of(Map.entry("a", "fd00::1"), Map.entry("b", "10.0.0.2")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.168.7.300,x-k3s-m-1\n10.0.0.2,b\n",
        "fd00:0:0:0:0:0:0:g,a\n10.0.0.2,b\n",
        "l0.0.0.1,a\n10.0.0.2,b\n",
        "10,a\n10.0.0.2,b\n",
        "a,10.0.0.1\n10.0.0.2,b\n",
        "one,header\nand,another\n10.0.0.2,b\n",
        "address,name\n10.0.0.1\n",
        "address,name\n10.0.0.1,\n",
        "address,name\n10.0.0.1,a\nb,10.0.0.2\n"
      })
  void namesALineThatIsNoHosts(String text) {
    assertThatThrownBy(() -> HostsCsv.read("hosts.csv", Content.of(text)))
        .isInstanceOf(BadInput.class)
        .hasMessageMatching("(?s)hosts.csv:[123]: is .*, expected address,name\n.*");
  }

  @Test
  void saysWhatItTakesForTheHeader() {
    assertThat(HostsCsv.read("hosts.csv", Content.of("\nIP,Name\n10.0.0.1,a\n")).header())
        .contains("hosts.csv:2: IP,Name");
    assertThat(HostsCsv.read("hosts.csv", Content.of("10.0.0.1,a\n")).header()).isEmpty();
  }

  @Test
  void namesALineThatRepeatsAName() {
    String text = "address,name\n10.0.0.1,a\n10.0.0.2,a\n";
    assertThatThrownBy(() -> HostsCsv.read("hosts.csv", Content.of(text)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("hosts.csv:3: names a again, first in line 2");
  }

  @Test
  void saysThatItNamesNone() {
    assertThatThrownBy(() -> HostsCsv.read("hosts.csv", Content.of("address,name\n")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("hosts.csv: names no host");
  }
}
