package io.stillframe.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

import io.netty.buffer.ByteBufInputStream;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes, and is read once: then it is let go, because its request may wait for a minute
 * for its answer. It comes on one thread, and is read afterwards.
 */
final class IncomingBody extends InputStream {
  private final BodyRoom room;
  private final Optional<String> organization;
  private final boolean admitted;
  private Buffer bytes = Buffer.buffer();
  private @Nullable InputStream unread;
  private int length;
  private boolean decided;

  /**
   * @param organization whose it is; none if it is not kept
   */
  IncomingBody(BodyRoom room, Optional<String> organization) {
    this.room = room;
    this.organization = organization;
    this.admitted = organization.map(room::begin).orElse(true);
  }

  /** Whether it may come at all: not where too many of its organization's do. */
  boolean isAdmitted() {
    return admitted;
  }

  /** Adds what came, and says whether there is room for it. */
  boolean add(Buffer chunk) {
    length += chunk.length();
    if (organization.isEmpty()) {
      return true;
    }
    bytes.appendBuffer(chunk);
    return room.take(organization.get(), chunk.length());
  }

  /** Of all that came, kept or not. */
  int length() {
    return length;
  }

  boolean isDecided() {
    return decided;
  }

  /** Whether it was still open what becomes of it. */
  boolean decide() {
    boolean first = !decided;
    decided = true;
    if (first) {
      organization.ifPresent(room::end);
    }
    return first;
  }

  /** Makes room for others. */
  void drop() {
    int dropped = bytes.length();
    bytes = Buffer.buffer();
    unread = null;
    organization.ifPresent(name -> room.giveBack(name, dropped));
  }

  @Override
  public int read() throws IOException {
    return end(unread().read());
  }

  @Override
  public int read(byte[] into, int offset, int most) throws IOException {
    return end(unread().read(into, offset, most));
  }

  @Override
  public int available() throws IOException {
    return unread().available();
  }

  @Override
  public void close() {
    drop();
  }

  private InputStream unread() {
    InputStream stream = unread;
    if (stream == null) {
      stream = new ByteBufInputStream(bytes.getByteBuf());
      unread = stream;
    }
    return stream;
  }

  private int end(int read) {
    if (read < 0) {
      drop();
    }
    return read;
  }
}
