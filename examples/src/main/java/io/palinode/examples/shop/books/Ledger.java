package io.palinode.examples.shop.books;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * An append-only file of lines, each written by one call or not at all.
 *
 * <ul>
 *   <li>What a killed process left half-written is cut off when the file is opened, and what a
 *       failed append left is cut off before the next one.
 *   <li>One process owns the file at a time; another is refused.
 * </ul>
 *
 * <p>Not safe for use by several threads; {@link LedgerInbox} holds its lock around it.
 */
final class Ledger implements AutoCloseable {
  private final FileChannel channel;
  private final Durability durability;
  private long end;

  private Ledger(FileChannel channel, Durability durability, long end) {
    this.channel = channel;
    this.durability = durability;
    this.end = end;
  }

  /**
   * Opens a ledger, new or as it was left.
   *
   * @param past is told every line that is there
   * @throws DamagedLedger if a line cannot be read
   * @throws IllegalStateException if another process has it open
   */
  static Ledger open(Path file, Durability durability, Consumer<LedgerLine> past) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        own(channel, file);
        Ledger ledger = new Ledger(channel, durability, LedgerFormat.read(file, past));
        ledger.cutOff();
        return ledger;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a line; it is kept when this returns, as far as the durability goes. */
  void append(LedgerLine line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(LedgerFormat.bytes(line));
    cutOff();
    long position = end;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    if (durability == Durability.MACHINE) {
      channel.force(false);
    }
    end = position;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void cutOff() throws IOException {
    if (channel.size() > end) {
      channel.truncate(end);
    }
  }

  private static void own(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      lock = null;
    }
    if (lock == null) {
      throw new IllegalStateException(
          "The ledger %s is open in another process; stop that one first.".formatted(file));
    }
  }
}
