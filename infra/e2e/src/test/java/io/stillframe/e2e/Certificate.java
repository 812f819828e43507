package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.stillframe.local.Additions.Tls;

/** A certificate for this machine, which is its own authority. */
public final class Certificate {
  private Certificate() {}

  public static Tls in(Path folder) throws IOException {
    Tls tls = new Tls(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    Process openssl =
        new ProcessBuilder(
                List.of(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "1",
                    "-subj",
                    "/CN=localhost",
                    "-addext",
                    "subjectAltName=DNS:localhost,DNS:127.1,IP:127.0.0.1",
                    "-keyout",
                    tls.key().toString(),
                    "-out",
                    tls.certificate().toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    if (openssl.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("openssl made no certificate");
    }
    return tls;
  }
}
