package io.palinode.examples.shop.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.Map;

/**
 * Lines that are JSON objects, one order each.
 *
 * <p>Numbers may be given as numbers or as text.
 */
final class JsonRows implements Rows {
  private static final String EXPECTED = "one JSON object";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  @Override
  public Map<String, String> fields(String line) {
    JsonNode tree;
    try {
      tree = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new BadRow("%s (%s)".formatted(EXPECTED, e.getOriginalMessage()), line);
    }
    if (!tree.isObject()) {
      throw new BadRow(EXPECTED, line);
    }
    Map<String, String> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      fields.put(field.getKey(), text(field.getValue()));
    }
    return fields;
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    return value.isContainerNode() ? value.toString() : value.asText();
  }
}
