package io.stillframe.local;

/**
 * One process of a service.
 *
 * @param number from 1 for each service
 * @param port that it listens on
 */
public record Replica(Service service, int number, int port) {
  /** The service's name; of the second and later ones with the number. */
  public String title() {
    return number == 1 ? service.module() : service.module() + "-" + number;
  }
}
