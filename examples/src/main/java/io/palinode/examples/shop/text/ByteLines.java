package io.palinode.examples.shop.text;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a file line by line, as bytes, so that one bad line cannot spoil the next.
 *
 * <ul>
 *   <li>A line ends with a line feed; a carriage return before it is not part of the text.
 *   <li>Of a line above the limit the rest is skipped, whatever its length.
 * </ul>
 *
 * <p>Not safe for use by several threads.
 */
public final class ByteLines implements AutoCloseable {
  private final InputStream in;
  private final int limit;
  private long number;
  private long position;

  private ByteLines(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /**
   * Opens a file.
   *
   * @param limit the greatest length of a line in bytes
   */
  public static ByteLines of(Path file, int limit) throws IOException {
    return new ByteLines(new BufferedInputStream(Files.newInputStream(file), 1 << 16), limit);
  }

  /** The next line; empty at the end of the file. */
  public Optional<Line> next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    long begin = position;
    int read = in.read();
    while (read >= 0 && read != '\n') {
      position++;
      if (bytes.size() <= limit) {
        bytes.write(read);
      }
      read = in.read();
    }
    if (read < 0 && position == begin) {
      return Optional.empty();
    }
    if (read == '\n') {
      position++;
    }
    number++;
    return Optional.of(new Line(number, position, bytes.toByteArray(), read == '\n', limit));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /**
   * One line.
   *
   * @param number from 1
   * @param end the position in the file after the line, in bytes
   * @param bytes without the line feed, and at most one more than the limit
   * @param ended true if a line feed ends it
   * @param limit the greatest length that was asked for
   */
  public record Line(long number, long end, byte[] bytes, boolean ended, int limit) {

    /** True if the line is above the limit, so that its end is missing. */
    public boolean cut() {
      return bytes.length > limit;
    }

    /**
     * The line as text.
     *
     * @throws CharacterCodingException if it is not UTF-8
     */
    public String text() throws CharacterCodingException {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
  }
}
