package io.palinode.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The yardstick as a subject: the records it exchanges with the driver and the participants.
 *
 * <p>A record's first byte is the step it belongs to, 1 to 3; the rest is padding to a realistic
 * size. The loop itself is {@link YardstickLoop}.
 */
final class Yardstick implements Subject {
  static final int STEPS = 3;

  private static final int START_BYTES = 256;
  private static final int COMMAND_BYTES = 256;
  private static final int REPLY_BYTES = 128;
  private static final int EVENT_BYTES = 256;

  private static final byte[] START = new byte[START_BYTES];
  private static final byte[] COMPLETED = new byte[EVENT_BYTES];
  private static final List<byte[]> COMMANDS = perStep(COMMAND_BYTES);
  private static final List<byte[]> REPLIES = perStep(REPLY_BYTES);

  @Override
  public String name() {
    return "yardstick";
  }

  @Override
  public boolean isSpread() {
    return false;
  }

  @Override
  public Topics topics(Run run) {
    var prefix = run.namespace();
    return new Topics(
        prefix + ".starts",
        prefix + ".replies",
        prefix + ".events",
        IntStream.rangeClosed(1, STEPS).mapToObj(step -> prefix + ".commands." + step).toList());
  }

  @Override
  public Class<?> loop() {
    return YardstickLoop.class;
  }

  @Override
  public ProducerRecord<String, byte[]> start(Run run, String sagaId) {
    return new ProducerRecord<>(run.namespace() + ".starts", sagaId, START);
  }

  @Override
  public ProducerRecord<String, byte[]> reply(Run run, ConsumerRecord<String, byte[]> command) {
    return new ProducerRecord<>(
        run.namespace() + ".replies", command.key(), REPLIES.get(step(command) - 1));
  }

  @Override
  public @Nullable String completedBy(ConsumerRecord<String, byte[]> event) {
    return event.key();
  }

  /** The step that this reply ends; 0 for the record that starts a saga. */
  static int step(ConsumerRecord<String, byte[]> record) {
    return record.value()[0];
  }

  static byte[] command(int step) {
    return COMMANDS.get(step - 1);
  }

  static byte[] completed() {
    return COMPLETED;
  }

  private static List<byte[]> perStep(int bytes) {
    return IntStream.rangeClosed(1, STEPS)
        .mapToObj(
            step -> {
              var value = new byte[bytes];
              value[0] = (byte) step;
              return value;
            })
        .toList();
  }
}
