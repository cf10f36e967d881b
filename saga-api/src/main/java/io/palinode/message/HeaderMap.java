package io.palinode.message;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one record: texts by name, in the order in which they were put first.
 *
 * <p>Names are compared one after another. Of the dozen that a record mostly has that is faster
 * than to hash names which have just been read, and takes less memory. Of more than {@link #FEW},
 * which a stranger may send, the names are hashed. Headers cannot be removed.
 *
 * <p>Not safe for use by several threads while it is filled.
 */
public final class HeaderMap extends AbstractMap<String, String> {
  private static final int USUAL_HEADERS = 6;

  /** Up to so many headers are compared one after another. */
  private static final int FEW = 32;

  /** Names and texts in turn. */
  private String[] pairs;

  private int used;

  /** Where in the pairs each name is; null while there are few. */
  private @Nullable Map<String, Integer> places;

  /** No headers. */
  public HeaderMap() {
    pairs = new String[2 * USUAL_HEADERS];
  }

  @Override
  public @Nullable String put(String name, String text) {
    int at = indexOf(name);
    if (at < 0) {
      if (used == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * used);
      }
      pairs[used] = name;
      pairs[used + 1] = text;
      used += 2;
      notePlaces();
      return null;
    }
    String before = pairs[at + 1];
    pairs[at + 1] = text;
    return before;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    int at = indexOf(name);
    return at < 0 ? null : pairs[at + 1];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return indexOf(name) >= 0;
  }

  @Override
  public int size() {
    return used / 2;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < used; i += 2) {
      action.accept(pairs[i], pairs[i + 1]);
    }
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    return new Entries();
  }

  /** Notes where the newest name is, and all others when it makes them many. */
  private void notePlaces() {
    if (used <= 2 * FEW) {
      return;
    }
    Map<String, Integer> known = places;
    int unknown = used - 2;
    if (known == null) {
      known = new HashMap<>();
      places = known;
      unknown = 0;
    }
    for (int i = unknown; i < used; i += 2) {
      known.put(pairs[i], i);
    }
  }

  private int indexOf(@Nullable Object name) {
    if (places != null) {
      return places.getOrDefault(name, -1);
    }
    for (int i = 0; i < used; i += 2) {
      if (pairs[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private final class Entries extends AbstractSet<Map.Entry<String, String>> {
    @Override
    public int size() {
      return HeaderMap.this.size();
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < used;
        }

        @Override
        public Map.Entry<String, String> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          Map.Entry<String, String> entry = Map.entry(pairs[next], pairs[next + 1]);
          next += 2;
          return entry;
        }
      };
    }
  }
}
