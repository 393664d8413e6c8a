package io.github.etcdbootstrap.etcd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdbootstrap.model.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElfTest {
  @ParameterizedTest
  @CsvSource({
    "62, ARM64, amd64",
    "183, AMD64, arm64",
    "40, ARM64, another processor (ELF machine 40)"
  })
  void aProgramForAnotherProcessorIsNamed(int machine, Architecture wanted, String is) {
    assertThatThrownBy(() -> Elf.check("etcd", head(machine), Elf.HEAD, wanted))
        .isInstanceOf(IOException.class)
        .hasMessage("holds etcd for " + is);
  }

  @ParameterizedTest
  @CsvSource({"62, AMD64", "183, ARM64"})
  void oneForThisProcessorIsRight(int machine, Architecture wanted) throws IOException {
    Elf.check("etcd", head(machine), Elf.HEAD, wanted);
  }

  @Test
  void whatIsNoElfFileIsLeftToItsSum() throws IOException {
    Elf.check("etcd", Arrays.copyOf(new byte[] {35, 33}, Elf.HEAD), Elf.HEAD, Architecture.ARM64);
    Elf.check("etcd", head(62), 20, Architecture.ARM64);
  }

  /** The Java that runs this is a program of this machine. */
  @Test
  void readsARealOne() throws IOException {
    Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
    byte[] head = Arrays.copyOf(Files.readAllBytes(java), Elf.HEAD);
    Architecture here = Architecture.of(System.getProperty("os.arch")).orElseThrow();
    Architecture other = here == Architecture.AMD64 ? Architecture.ARM64 : Architecture.AMD64;
    Elf.check("java", head, Elf.HEAD, here);
    assertThatThrownBy(() -> Elf.check("java", head, Elf.HEAD, other))
        .hasMessage("holds java for " + here);
  }

  private static byte[] head(int machine) {
    byte[] head = new byte[Elf.HEAD];
    head[0] = 0x7f;
    head[1] = 'E';
    head[2] = 'L';
    head[3] = 'F';
    head[18] = (byte) machine;
    return head;
  }
}
