package io.stillframe.api;

import jakarta.enterprise.context.RequestScoped;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ProblemType;

/** Who sent the request that is being answered. */
@RequestScoped
public class CurrentCaller {
  /** It is kept with every snapshot, in indexes too. */
  private static final int LONGEST_ORGANIZATION = 255;

  private @Nullable Caller caller;

  /**
   * The caller.
   *
   * @throws ProblemException 401 if the request came in without a key
   */
  public Caller get() {
    if (caller == null) {
      throw unauthenticated();
    }
    return caller;
  }

  /**
   * The caller, who may do what {@code role} may.
   *
   * @throws ProblemException 403 if not
   */
  public Caller require(Role role) {
    Caller present = get();
    if (!present.role().atLeast(role)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN.because(
              "this needs a key with the role %s; yours has the role %s"
                  .formatted(lowerCase(role), lowerCase(present.role()))));
    }
    return present;
  }

  /**
   * The organization that the request is for: the named one, else the caller's own.
   *
   * @throws ProblemException 403 if another one is named and the caller is no admin; 422 if that is
   *     no name of one
   */
  public String organization(@Nullable String named) {
    Caller present = get();
    if (named == null || named.equals(present.organization())) {
      return present.organization();
    }
    if (!present.role().atLeast(Role.ADMIN)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN.at(
              "organization", "only an admin may name another organization than the key's"));
    }
    if (named.isBlank()
        || named.length() > LONGEST_ORGANIZATION
        || named.chars().anyMatch(Character::isISOControl)) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE.at(
              "organization",
              "organization must be 1 to %d characters, none a control character"
                  .formatted(LONGEST_ORGANIZATION)));
    }
    return named;
  }

  void is(Caller authenticated) {
    caller = authenticated;
  }

  static ProblemException unauthenticated() {
    return new ProblemException(
            ProblemType.UNAUTHENTICATED.because(
                "send one key as Authorization: Bearer, MC-Api-Key or X-Auth-Token"))
        .with("WWW-Authenticate", "Bearer");
  }

  private static String lowerCase(Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT);
  }
}
