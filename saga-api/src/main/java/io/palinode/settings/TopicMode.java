package io.palinode.settings;

/** What is done about a topic that a process needs. An existing topic is never altered. */
public enum TopicMode {
  /** A missing topic is created. */
  CREATE,
  /** A missing topic is an error at the start. */
  VERIFY,
  /** Nothing is looked at; for clusters where clients may not describe topics. */
  NONE
}
