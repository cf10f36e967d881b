package io.palinode.client;

import io.palinode.message.SagaRequest;
import io.palinode.message.Signal;
import io.palinode.message.WireRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A transport that remembers what it was asked to send, and lets a test say when that arrived. */
final class RecordingTransport implements SagaTransport {
  final List<SagaRequest> requests = new ArrayList<>();
  final List<WireRecord> records = new ArrayList<>();
  final List<CompletableFuture<Void>> sends = new ArrayList<>();
  ReportListener listener;
  boolean closed;

  @Override
  public void listen(ReportListener listener) {
    this.listener = listener;
  }

  @Override
  public CompletableFuture<Void> send(WireRecord request) {
    records.add(request);
    if (!Signal.isOne(request)) {
      requests.add(SagaRequest.from(request));
    }
    CompletableFuture<Void> sent = new CompletableFuture<>();
    sends.add(sent);
    return sent;
  }

  @Override
  public void close() {
    closed = true;
  }
}
