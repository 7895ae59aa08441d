package org.jwtfilter.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpSession;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.security.Principal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** A legacy chat: it knows nothing of tokens, and says at once whom it thinks it talks to. */
public final class ChatApplication implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    FilterRegistration clocked = event.getServletContext().getFilterRegistration("clocked");
    if (clocked != null) { // what JwtInitializer does for the real one
      clocked.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }
    ServerContainer container =
        (ServerContainer) event.getServletContext().getAttribute(ServerContainer.class.getName());
    try {
      container.addEndpoint(Chat.class);
      container.addEndpoint(Plain.class);
      container.addEndpoint(
          ServerEndpointConfig.Builder.create(Chat.class, "/mine/{room}")
              .configurator(new Door())
              .build());
      container.addEndpoint(
          ServerEndpointConfig.Builder.create(Chat.class, "/admin/chat")
              .configurator(new Door())
              .build());
    } catch (DeploymentException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Has a sub-protocol of its own. */
  @ServerEndpoint(value = "/chat", subprotocols = "chat", configurator = Door.class)
  public static class Chat {
    /** Says who was at the door. */
    @OnOpen
    public void open(Session session) throws IOException {
      Principal principal = session.getUserPrincipal();
      session
          .getBasicRemote()
          .sendText(
              (principal == null ? "nobody" : principal.getName())
                  + session.getUserProperties().get("door"));
    }

    /** Answers, or does what it is told. */
    @OnMessage
    public String say(String text, Session session) throws IOException {
      if (text.equals("leave")) {
        session.close();
      }
      return "you said " + text;
    }
  }

  /** Has none. */
  @ServerEndpoint(value = "/plain", configurator = Door.class)
  public static class Plain {
    /** Says who was at the door. */
    @OnOpen
    public void open(Session session) throws IOException {
      new Chat().open(session);
    }
  }

  /** Looks at the handshake. */
  public static class Door extends ServerEndpointConfig.Configurator {
    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      Map<String, List<String>> headers = request.getHeaders();
      HttpSession session = (HttpSession) request.getHttpSession();
      if (session != null) {
        session.setAttribute("sockets", sockets(session) + 1);
      }
      config
          .getUserProperties()
          .put(
              "door",
              (request.getUserPrincipal() == null ? " unknown" : " known")
                  + (request.isUserInRole("customer") ? " customer" : "")
                  + (request.isUserInRole("admin") ? " admin" : "")
                  + " offers "
                  + headers.getOrDefault("Sec-WebSocket-Protocol", List.of())
                  + (session == null ? "" : " cart " + session.getAttribute("cart")));
    }

    static int sockets(HttpSession session) {
      return session.getAttribute("sockets") instanceof Integer number ? number : 0;
    }
  }
}
