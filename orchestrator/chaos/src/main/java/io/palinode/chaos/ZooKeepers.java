package io.palinode.chaos;

import io.palinode.chaos.check.RunDirectory;
import io.palinode.embedded.process.ServerMain;
import java.util.ArrayList;
import java.util.List;

/**
 * One ZooKeeper server, or an ensemble of them: where each listens and how it is started.
 *
 * <p>Immutable.
 *
 * @param peerPorts two for each server, for the ensemble's own use
 */
record ZooKeepers(List<Integer> clientPorts, List<Integer> peerPorts, RunDirectory directory) {
  ZooKeepers {
    clientPorts = List.copyOf(clientPorts);
    peerPorts = List.copyOf(peerPorts);
  }

  static ZooKeepers with(int servers, Ports ports, RunDirectory directory) {
    var clientPorts = new ArrayList<Integer>();
    var peerPorts = new ArrayList<Integer>();
    for (int i = 0; i < servers; i++) {
      clientPorts.add(ports.next());
      peerPorts.add(ports.next());
      peerPorts.add(ports.next());
    }
    return new ZooKeepers(clientPorts, peerPorts, directory);
  }

  List<String> addresses() {
    return clientPorts.stream().map(port -> "127.0.0.1:" + port).toList();
  }

  String name(int server) {
    return alone() ? ServerMain.ZOOKEEPER : ServerMain.ZOOKEEPER + "-" + (server + 1);
  }

  Class<?> main() {
    return alone() ? ServerMain.class : EnsembleMember.class;
  }

  List<String> arguments(int server) {
    var data = directory.data(name(server)).toString();
    var port = clientPorts.get(server).toString();
    if (alone()) {
      return List.of(ServerMain.ZOOKEEPER, data, port);
    }
    var arguments = new ArrayList<>(List.of(data, Integer.toString(server + 1), port));
    for (int i = 0; i < peerPorts.size(); i += 2) {
      arguments.add(peerPorts.get(i) + ":" + peerPorts.get(i + 1));
    }
    return arguments;
  }

  private boolean alone() {
    return clientPorts.size() == 1;
  }
}
