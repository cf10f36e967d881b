package io.palinode.chaos.participant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * An append-only file of lines, which one process owns at a time.
 *
 * <ul>
 *   <li>A line is there when {@link #append} returns, whatever becomes of the process. It may not
 *       outlast the machine: the disk is not waited for.
 *   <li>A last line without its line feed was being written when the process was killed. Nobody was
 *       told of it, so it is cut off when the file is opened.
 * </ul>
 *
 * <p>Not safe for use by several threads.
 */
final class AppendedLines implements AutoCloseable {
  private final FileChannel channel;

  private AppendedLines(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens a file, new or as it was left.
   *
   * @param past is told every whole line that is there
   * @throws IllegalStateException if another process has it open
   */
  static AppendedLines open(Path file, Consumer<String> past) {
    try {
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      own(channel, file);
      channel.truncate(wholeLines(file));
      try (var lines = Files.lines(file, UTF_8)) {
        lines.forEach(past);
      }
      channel.position(channel.size());
      return new AppendedLines(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** If it throws, what is there of the line is cut off. */
  void append(String line) throws IOException {
    var before = channel.position();
    var bytes = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      channel.truncate(before);
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The position after the last line feed. */
  private static long wholeLines(Path file) throws IOException {
    try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
      for (long end = bytes.length(); end > 0; end--) {
        bytes.seek(end - 1);
        if (bytes.read() == '\n') {
          return end;
        }
      }
      return 0;
    }
  }

  private static void own(FileChannel channel, Path file) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      // refused like any other
    }
    channel.close();
    throw new IllegalStateException(file + " is open elsewhere; it has one owner at a time.");
  }
}
