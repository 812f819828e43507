package io.stillframe.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** Which methods a path has. A 405 must say it, and the framework's own does not. */
@ApplicationScoped
class AllowedMethods {
  private static final Pattern VARIABLE = Pattern.compile("\\{[^/]*}");

  private record Route(String method, Pattern path) {}

  private final List<Route> routes = new ArrayList<>();

  AllowedMethods() {
    RuntimeResourceVisitor.visitRuntimeResources(
        "",
        ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(),
        new RuntimeResourceVisitor() {
          @Override
          public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
            add(method, path);
          }

          @Override
          public void visitBasePath(String path) {}
        });
  }

  Set<String> of(String path) {
    Set<String> methods = new TreeSet<>();
    routes.stream()
        .filter(route -> route.path().matcher(path).matches())
        .forEach(route -> methods.add(route.method()));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  private void add(String method, String template) {
    String regex = VARIABLE.matcher(template).replaceAll("[^/]+");
    routes.add(new Route(method, Pattern.compile("/?" + regex.replaceFirst("^/", "") + "/?")));
  }
}
