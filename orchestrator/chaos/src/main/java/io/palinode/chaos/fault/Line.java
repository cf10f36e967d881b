package io.palinode.chaos.fault;

import io.palinode.embedded.faults.TcpProxy;

/** A network line that can fail, and its name for people. */
public record Line(String name, TcpProxy proxy) {}
