package com.example.probe;

import jakarta.servlet.http.HttpSession;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.security.Principal;
import java.util.List;

/** Says to whoever opens it what the handshake knew of caller and session. */
@ServerEndpoint(value = "/socket", configurator = Socket.Handshake.class)
public class Socket {
  /** Notes what the handshake knows, and changes its session. */
  public static class Handshake extends ServerEndpointConfig.Configurator {
    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      HttpSession session = (HttpSession) request.getHttpSession();
      config.getUserProperties().put("caller", name(request.getUserPrincipal()));
      config.getUserProperties().put("member", String.valueOf(request.isUserInRole("member")));
      config.getUserProperties().put("list", list(session));
      change(session);
    }

    /** Open Liberty makes a session where there is none. */
    private static String list(HttpSession session) {
      Object list = session == null ? null : session.getAttribute("list");
      return list == null ? "none" : list.toString();
    }

    @SuppressWarnings("unchecked")
    private static void change(HttpSession session) {
      if (session != null && session.getAttribute("list") instanceof List<?> list) {
        ((List<String>) list).add("handshake");
      }
    }
  }

  /** Tells it. */
  @OnOpen
  public void open(Session session, EndpointConfig config) throws IOException {
    session
        .getBasicRemote()
        .sendText(
            "handshake=%s member=%s list=%s session=%s"
                .formatted(
                    config.getUserProperties().get("caller"),
                    config.getUserProperties().get("member"),
                    config.getUserProperties().get("list"),
                    name(session.getUserPrincipal())));
  }

  private static String name(Principal principal) {
    return principal == null ? "null" : principal.getName();
  }
}
