package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.palinode.core.key.Claim;
import io.palinode.core.key.KeyState;
import io.palinode.core.key.Lock;
import io.palinode.core.key.Waiting;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a lock; see {@link KeyCodec}. Lives for one key. */
final class LockFields implements KeyCodec.Fields {
  private static final String GRANTED_IN = "grantedIn";
  private static final String HOLDER = "holder";

  private final JsonParser json;
  private final FieldReader fields;
  private @Nullable Long grantedIn;
  private @Nullable Claim holder;
  private @Nullable List<Waiting> queue;

  LockFields(JsonParser json, FieldReader fields) {
    this.json = json;
    this.fields = fields;
  }

  static void write(Lock lock, JsonGenerator json) throws IOException {
    if (lock.holder() != null) {
      json.writeNumberField(GRANTED_IN, lock.grantedIn());
      json.writeFieldName(HOLDER);
      ClaimFields.write(lock.holder(), json);
    }
    ClaimFields.writeQueue(lock.queue(), json);
  }

  @Override
  public void read(String name) throws IOException {
    switch (name) {
      case GRANTED_IN -> grantedIn = fields.number(name);
      case HOLDER -> holder = new ClaimFields(json, fields).claim();
      case ClaimFields.QUEUE -> queue = ClaimFields.queue(json, fields);
      default -> json.skipChildren();
    }
  }

  @Override
  public KeyState key() {
    List<Waiting> waiting = KeyCodec.need(queue, ClaimFields.QUEUE);
    return holder == null
        ? new Lock(null, 0, waiting)
        : new Lock(holder, KeyCodec.need(grantedIn, GRANTED_IN), waiting);
  }
}
