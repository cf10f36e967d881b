package io.palinode.saga;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of an outline, and where it stands.
 *
 * <p>Its key is its name, except for branches, and for a step under a condition, which has the name
 * of the choice around it.
 *
 * @param parent the key of the part around it; empty for a part that stands in the saga itself
 * @param chain the titles of all parts around it, the innermost first
 * @param after the part that runs right before it; null where it is the first there
 */
public record OutlinePlace(
    Outline part, String parent, List<String> chain, @Nullable Outline after) {

  /** Every part by a key that is its own in the whole saga, in the order of the text. */
  public static Map<String, OutlinePlace> allIn(Outline saga) {
    Map<String, OutlinePlace> places = new LinkedHashMap<>();
    collect(saga, "", "", List.of(), places);
    return places;
  }

  /** Where it stands, such as {@code after 'confirm' in branch 'world' of choice 'insurance'}. */
  String words() {
    String place = after == null ? "first" : "after '%s'".formatted(after.name());
    return chain.isEmpty() ? place : place + " in " + String.join(" of ", chain);
  }

  /**
   * Notes all that stands inside a part.
   *
   * @param scope in which names are unique: the saga, or one inside it
   */
  private static void collect(
      Outline around,
      String key,
      String scope,
      List<String> chain,
      Map<String, OutlinePlace> places) {
    @Nullable Outline previous = null;
    for (Outline part : around.inside()) {
      String own = scope + part.name();
      if (part.kind().equals(Outline.BRANCH) || places.containsKey(own)) {
        own = key + "/" + part.name();
      }
      places.put(own, new OutlinePlace(part, key, chain, previous));
      String within = part.kind().equals(Outline.SAGA) ? own + "." : scope;
      List<String> longer = new ArrayList<>(List.of(part.title()));
      longer.addAll(chain);
      collect(part, own, within, longer, places);
      previous = part;
    }
  }
}
