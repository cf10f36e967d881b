package io.palinode.saga;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name, version and fingerprint of a definition. A live saga is pinned to all three.
 *
 * @param fingerprint twelve hexadecimal digits that change with the steps, their order,
 *     participants and policies
 */
public record DefinitionRef(String name, int version, String fingerprint) {

  static String fingerprint(String outline) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(outline.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    }
  }

  @Override
  public String toString() {
    return name + " v" + version + " (" + fingerprint + ")";
  }
}
