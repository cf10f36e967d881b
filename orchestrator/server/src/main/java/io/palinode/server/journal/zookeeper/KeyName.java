package io.palinode.server.journal.zookeeper;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How the znode of a business key is called: {@code use:name:key}, for people too. Of the key,
 * letters, digits and {@code . _ -} stand as they are, every other byte of its UTF-8 as {@code
 * %XX}. This is part of the format.
 */
final class KeyName {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int PARTS = 3;

  private KeyName() {}

  /** The name for the key at this address. */
  static String of(String address) {
    String[] parts = address.split("/", PARTS);
    if (parts.length < PARTS) {
      throw new IllegalArgumentException("'%s' is no address of a key.".formatted(address));
    }
    StringBuilder name = new StringBuilder(parts[0] + ":" + parts[1] + ":");
    for (byte each : parts[2].getBytes(StandardCharsets.UTF_8)) {
      if (isPlain((char) each)) {
        name.append((char) each);
      } else {
        name.append('%').append(HEX.toHexDigits(each));
      }
    }
    return name.toString();
  }

  /** The address of the key whose znode is called so; the name itself where it is none of ours. */
  static String address(String name) {
    String[] parts = name.split(":", PARTS);
    if (parts.length < PARTS) {
      return name;
    }
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    for (int i = 0; i < parts[2].length(); i++) {
      char each = parts[2].charAt(i);
      if (each == '%' && i + 2 < parts[2].length() && isHex(parts[2], i + 1)) {
        key.write(HexFormat.fromHexDigits(parts[2], i + 1, i + 3));
        i += 2;
      } else {
        key.write(each);
      }
    }
    return parts[0] + "/" + parts[1] + "/" + key.toString(StandardCharsets.UTF_8);
  }

  private static boolean isHex(String text, int at) {
    return HexFormat.isHexDigit(text.charAt(at)) && HexFormat.isHexDigit(text.charAt(at + 1));
  }

  private static boolean isPlain(char each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || each == '.'
        || each == '_'
        || each == '-';
  }
}
