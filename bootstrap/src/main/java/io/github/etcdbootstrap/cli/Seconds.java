package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.text.Shown;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time in whole seconds. */
final class Seconds implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    if (!value.matches("\\d{1,9}")) {
      throw new TypeConversionException(Shown.text(value) + " is not 0 to 999999999");
    }
    return Duration.ofSeconds(Long.parseLong(value));
  }
}
