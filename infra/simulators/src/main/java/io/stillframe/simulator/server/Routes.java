package io.stillframe.simulator.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which work a call is for, by method and path template. */
public final class Routes {
  private final List<Route> routes = new ArrayList<>();
  private final Function<Call, Answer> unknownPath;
  private final Function<Call, Answer> wrongMethod;

  public Routes(Function<Call, Answer> unknownPath, Function<Call, Answer> wrongMethod) {
    this.unknownPath = unknownPath;
    this.wrongMethod = wrongMethod;
  }

  /**
   * Adds a route.
   *
   * @param template of the path, where <code>{name}</code> stands for any segment
   */
  public Routes on(String method, String template, Function<Call, Answer> work) {
    routes.add(new Route(method, List.of(template.substring(1).split("/")), work));
    return this;
  }

  /** Does the work of the call, or says no. */
  public Answer answer(Call call) {
    boolean known = false;
    try {
      String method = call.method().equals("HEAD") ? "GET" : call.method();
      for (Route route : routes) {
        Optional<Map<String, String>> parameters = route.match(call.segments());
        known |= parameters.isPresent();
        if (parameters.isPresent() && route.method.equals(method)) {
          return route.work.apply(call.with(parameters.get()));
        }
      }
      return known ? wrongMethod.apply(call) : unknownPath.apply(call);
    } catch (RefusedException e) {
      return e.answer();
    }
  }

  private record Route(String method, List<String> template, Function<Call, Answer> work) {
    private Optional<Map<String, String>> match(List<String> segments) {
      if (segments.size() != template.size()) {
        return Optional.empty();
      }
      Map<String, String> parameters = new HashMap<>();
      for (int i = 0; i < segments.size(); i++) {
        String part = template.get(i);
        if (part.startsWith("{")) {
          parameters.put(part.substring(1, part.length() - 1), segments.get(i));
        } else if (!part.equals(segments.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(parameters);
    }
  }
}
