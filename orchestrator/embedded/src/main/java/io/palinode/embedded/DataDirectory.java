package io.palinode.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A directory that one embedded server owns while it runs.
 *
 * <ul>
 *   <li>Without a path given, it is a new temporary one, and closing deletes it.
 *   <li>With a path given, it is made if need be, and closing leaves its content alone.
 *   <li>A second owner is refused, in this process or another: ZooKeeper itself would not notice.
 * </ul>
 *
 * <p>Not thread-safe; its server closes it last.
 */
final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final boolean temporary;
  private final FileChannel lock;

  private DataDirectory(Path path, boolean temporary, FileChannel lock) {
    this.path = path;
    this.temporary = temporary;
    this.lock = lock;
  }

  static DataDirectory open(String server, @Nullable Path given) {
    try {
      var path =
          given == null
              ? Files.createTempDirectory("palinode-" + server + "-")
              : Files.createDirectories(given.toAbsolutePath());
      return new DataDirectory(path, given == null, lock(server, path));
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "%s cannot use the directory %s: %s".formatted(server, given, e), e);
    }
  }

  Path path() {
    return path;
  }

  boolean temporary() {
    return temporary;
  }

  @Override
  public void close() {
    try {
      lock.close();
      if (temporary) {
        delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel lock(String server, Path path) throws IOException {
    var channel =
        FileChannel.open(
            path.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!tryLock(channel)) {
      channel.close();
      throw new EmbeddedServerException(
          "%s cannot use the directory %s, a running server owns it. Stop that one or choose another directory."
              .formatted(server, path));
    }
    return channel;
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static void delete(Path tree) throws IOException {
    try (var paths = Files.walk(tree)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
