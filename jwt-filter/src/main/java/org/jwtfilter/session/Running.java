package org.jwtfilter.session;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channel;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/** Knows what lives in one process only: no encoding can move it to another node. */
final class Running {
  private static final List<Class<?>> TYPES =
      List.of(
          Thread.class,
          ThreadGroup.class,
          Executor.class,
          Future.class,
          Timer.class,
          TimerTask.class,
          Process.class,
          Connection.class,
          Statement.class,
          ResultSet.class,
          InputStream.class,
          OutputStream.class,
          Reader.class,
          Writer.class,
          Channel.class,
          Socket.class,
          ServerSocket.class,
          ClassLoader.class);

  private Running() {}

  static boolean is(Object object) {
    return TYPES.stream().anyMatch(type -> type.isInstance(object));
  }
}
