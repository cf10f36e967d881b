package io.palinode.participant;

import io.palinode.message.CommandMessage;
import io.palinode.message.CommandOutcome;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler of one type of command, made safe: whatever it throws, or a reply that cannot be
 * written, is a "try again" that names it. Only a broken virtual machine gets through.
 *
 * <p>Immutable.
 */
record Route<C>(Class<C> type, CommandHandler<C, ?> handler) {
  private static final Logger LOG = LoggerFactory.getLogger(Route.class);

  Function<CommandContext, CommandOutcome> call(CommandMessage command, PayloadCodec codec) {
    C value = codec.decode(command.payload(), type);
    return context -> handled(value, context, codec);
  }

  private CommandOutcome handled(C value, CommandContext context, PayloadCodec codec) {
    try {
      @Nullable Reply reply = handler.handle(value, context);
      if (reply == null) {
        throw new IllegalStateException("The handler returned null; expected a Reply.");
      }
      return reply.outcome(codec);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      return failed(context, e);
    }
  }

  private static CommandOutcome failed(CommandContext context, Throwable failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    LOG.warn("Attempt {} of {} failed.", context.attempt(), context.commandId(), failure);
    String name = failure.getClass().getName();
    String code = name.substring(name.lastIndexOf('.') + 1);
    return new CommandOutcome.TryAgain(new Reason(code, failure.toString()), null);
  }
}
