package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.text.Shown;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as owners write it: `30d`, `10y`. */
final class Days implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,4})([dy])");
  private static final double DAYS_OF_YEAR = 365.25;
  private static final long MOST = 36525;

  @Override
  public Duration convert(String value) {
    Matcher matcher = FORM.matcher(value);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      long days = matcher.group(2).equals("d") ? number : (long) Math.ceil(number * DAYS_OF_YEAR);
      if (days <= MOST) {
        return Duration.ofDays(days);
      }
    }
    throw new TypeConversionException(
        Shown.text(value) + " is not a time of 1 to 36525 days such as 30d or 10y");
  }
}
