package io.stillframe.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Stands where a built service stands: ready at once, and tells what it was started with. */
public final class FakeService {
  private static final String CLASS = FakeService.class.getName().replace('.', '/') + ".class";

  private FakeService() {}

  /** Runs as a process of its own, configured as a service is. */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
    InetAddress host = InetAddress.ofLiteral(System.getenv("QUARKUS_HTTP_HOST"));
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
    server.createContext("/", FakeService::answer);
    server.start();
    System.out.println("Listening");
  }

  /** Makes a repository in which all services are this one. */
  static void buildAll(Path root) {
    for (Service service : Service.values()) {
      Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
      Path jar = service.jar(root);
      try {
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
            JarOutputStream out = new JarOutputStream(file, manifest);
            var content = FakeService.class.getResourceAsStream("/" + CLASS)) {
          // One class file is all of it.
          out.putNextEntry(new JarEntry(CLASS));
          content.transferTo(out);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String text =
        exchange.getRequestMethod() + " at " + System.getenv("QUARKUS_DATASOURCE_JDBC_URL");
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
