package io.stillframe.api;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;

import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.stillframe.contract.ProblemType;

/**
 * Refuses query parameters that the resource method does not declare, a second value for one that
 * takes one, and empty values: a misspelt filter must not answer with everything.
 */
class KnownParameters {
  private final Dialects dialects;

  /** Whether each declared parameter may be repeated. */
  private final Map<Method, Map<String, Boolean>> declared = new ConcurrentHashMap<>();

  KnownParameters(Dialects dialects) {
    this.dialects = dialects;
  }

  @ServerRequestFilter
  public void check(
      ContainerRequestContext request, ResourceInfo resource, RoutingContext routing) {
    requireKeepableIds(request, routing);
    Method method = resource.getResourceMethod();
    Map<String, List<String>> sent = request.getUriInfo().getQueryParameters();
    if (method == null || sent.isEmpty()) {
      return;
    }
    Map<String, Boolean> known = declared.computeIfAbsent(method, KnownParameters::of);
    sent.forEach((name, values) -> check(name, values, known));
  }

  /** Ids of our own are checked where they are read; those of foreign APIs may be any text. */
  private void requireKeepableIds(ContainerRequestContext request, RoutingContext routing) {
    if (dialects.at(routing.normalizedPath()).isPresent()
        && !request.getUriInfo().getPathParameters().values().stream()
            .flatMap(List::stream)
            .allMatch(StrictText::isKeepable)) {
      throw new ProblemException(ProblemType.NOT_FOUND.because("look at the address and its ids"));
    }
  }

  private static void check(String name, List<String> values, Map<String, Boolean> known) {
    Boolean repeatable = known.get(name);
    if (repeatable == null) {
      throw QueryParameter.invalid(
          name, "is not known here; known are: " + String.join(", ", known.keySet()));
    }
    if (values.size() > 1 && !repeatable) {
      throw QueryParameter.invalid(name, "may be given once only");
    }
    if (values.stream().anyMatch(String::isEmpty)) {
      throw QueryParameter.invalid(name, "must not be empty");
    }
    if (!values.stream().allMatch(StrictText::isKeepable)) {
      throw QueryParameter.invalid(name, "must be Unicode text without U+0000");
    }
  }

  static Map<String, Boolean> of(Method method) {
    Map<String, Boolean> names = new TreeMap<>();
    for (Parameter parameter : method.getParameters()) {
      if (parameter.isAnnotationPresent(BeanParam.class) || parameter.getType().isRecord()) {
        addMembers(parameter.getType(), names);
      }
      add(parameter, parameter.getName(), parameter.getType(), names);
    }
    return names;
  }

  private static void addMembers(Class<?> type, Map<String, Boolean> names) {
    for (var field : type.getDeclaredFields()) {
      add(field, field.getName(), field.getType(), names);
    }
  }

  private static void add(
      AnnotatedElement element, String javaName, Class<?> type, Map<String, Boolean> names) {
    boolean repeatable = Collection.class.isAssignableFrom(type) || type.isArray();
    QueryParam standard = element.getAnnotation(QueryParam.class);
    if (standard != null) {
      names.put(standard.value(), repeatable);
    }
    RestQuery rest = element.getAnnotation(RestQuery.class);
    if (rest != null) {
      names.put(rest.value().isEmpty() ? javaName : rest.value(), repeatable);
    }
  }
}
