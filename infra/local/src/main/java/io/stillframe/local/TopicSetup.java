package io.stillframe.local;

/** Makes the topics on a broker that somebody else runs. */
public final class TopicSetup {
  private TopicSetup() {}

  /**
   * Ends when all topics are there with their settings; waits a minute for the broker.
   *
   * @param args the broker's address
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) {
    Logs.quiet();
    Topics.create(args[0]);
    System.out.println("All topics are there");
  }
}
