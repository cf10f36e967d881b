package io.palinode.server.faults;

import io.palinode.embedded.faults.TcpProxy;

/** A way in which a server is away for its clients, by what a {@link TcpProxy} does to them. */
public enum Outage {
  /** Connections break, and none can be made: the server is down. */
  REFUSED {
    @Override
    public void begin(TcpProxy network) {
      network.refuse();
    }
  },

  /** Requests arrive and are carried out, and no answer comes back. */
  UNANSWERED {
    @Override
    public void begin(TcpProxy network) {
      network.dropResponses();
    }
  },

  /** The server has closed its half of the connections, and new ones lead nowhere either. */
  HALF_CLOSED {
    @Override
    public void begin(TcpProxy network) {
      network.pause();
      network.halfClose();
    }
  };

  public abstract void begin(TcpProxy network);

  /** Brings the server back. What connections lost half of is broken, lest a client read on. */
  public void end(TcpProxy network) {
    network.cut();
    network.heal();
  }
}
