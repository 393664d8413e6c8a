package io.github.etcdbootstrap.etcd;

import io.github.etcdbootstrap.plan.HostFailure;
import io.github.etcdbootstrap.plan.Staging;
import java.io.IOException;
import java.io.OutputStream;

/** A program being written: if that fails, another source would not help. */
final class ProgramFile extends OutputStream {
  private final String program;
  private final OutputStream out;

  private ProgramFile(String program, OutputStream out) {
    this.program = program;
    this.out = out;
  }

  static ProgramFile create(Staging staging, String program) {
    try {
      return new ProgramFile(program, staging.create(program));
    } catch (IOException e) {
      throw failure(program, e);
    }
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw failure(program, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(program, e);
    }
  }

  private static HostFailure failure(String program, IOException e) {
    return new HostFailure(
        program + " cannot be written: " + e.getMessage(),
        "make room on the disk, then run again",
        e);
  }
}
