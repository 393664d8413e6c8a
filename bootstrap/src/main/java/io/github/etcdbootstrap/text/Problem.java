package io.github.etcdbootstrap.text;

/**
 * One thing that is wrong: a line of cause and a line of what to do about it.
 *
 * @param cause names the file, key and value that are wrong
 * @param remedy what the owner does next
 */
public record Problem(String cause, String remedy) {
  @Override
  public String toString() {
    return cause + "\n  " + remedy;
  }
}
