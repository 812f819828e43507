package io.stillframe.gateway;

/** A service behind the gateway. */
public enum Backend {
  COMMAND("command-service"),
  /** Asked for its health only. */
  WORKER("provider-worker"),
  QUERY("query-service");

  private final String title;

  Backend(String title) {
    this.title = title;
  }

  /** The service's name. */
  public String title() {
    return title;
  }
}
