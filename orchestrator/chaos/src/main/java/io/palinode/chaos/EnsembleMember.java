package io.palinode.chaos;

import io.palinode.embedded.process.Leash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.zookeeper.server.admin.AdminServer.AdminServerException;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * Main of one server of a ZooKeeper ensemble. Its arguments are its directory, its number from 1,
 * its port for clients, and each server's two ports for its peers, as {@code port:port}.
 *
 * <p>It is ready when it has begun to look for its peers: an ensemble serves once most of it is
 * there.
 */
final class EnsembleMember {
  private static final int FIRST_PEER = 3;

  private EnsembleMember() {}

  public static void main(String[] arguments) {
    Leash.hold();
    try {
      var directory = Files.createDirectories(Path.of(arguments[0]));
      Files.writeString(directory.resolve("myid"), arguments[1]);
      var config = new QuorumPeerConfig();
      config.parseProperties(settings(arguments));
      System.out.println("ready");
      new QuorumPeerMain().runFromConfig(config);
    } catch (IOException | ConfigException | AdminServerException failure) {
      Leash.fail("The server did not start", failure);
    }
  }

  private static Properties settings(String[] arguments) {
    var settings = new Properties();
    settings.setProperty("dataDir", arguments[0]);
    settings.setProperty("clientPort", arguments[2]);
    settings.setProperty("clientPortAddress", "127.0.0.1");
    settings.setProperty("tickTime", "250");
    settings.setProperty("initLimit", "40");
    settings.setProperty("syncLimit", "20");
    settings.setProperty("minSessionTimeout", "500");
    settings.setProperty("maxSessionTimeout", "60000");
    settings.setProperty("maxClientCnxns", "0");
    settings.setProperty("admin.enableServer", "false");
    for (int i = FIRST_PEER; i < arguments.length; i++) {
      settings.setProperty("server." + (i - FIRST_PEER + 1), "127.0.0.1:" + arguments[i]);
    }
    return settings;
  }
}
