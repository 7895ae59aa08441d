package org.jwtfilter.servlet;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.config.ServerAuthContext;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import org.jspecify.annotations.Nullable;

/**
 * The module of Jakarta Authentication: tells the container who the caller is, before it looks at
 * its constraints. Thread-safe.
 */
final class JwtAuthModule implements ServerAuthModule, ServerAuthContext {
  @Override
  public void initialize(
      @Nullable MessagePolicy request,
      @Nullable MessagePolicy response,
      @Nullable CallbackHandler other,
      @Nullable Map<String, Object> options) {
    // The provider has made this with all it needs.
  }

  @Override
  public Class<?>[] getSupportedMessageTypes() {
    return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
  }

  @Override
  public AuthStatus validateRequest(MessageInfo message, Subject client, @Nullable Subject service)
      throws AuthException {
    return AuthStatus.SUCCESS;
  }

  @Override
  public AuthStatus secureResponse(MessageInfo message, @Nullable Subject service) {
    return AuthStatus.SEND_SUCCESS;
  }

  @Override
  public void cleanSubject(@Nullable MessageInfo message, @Nullable Subject subject) {
    if (subject != null) {
      subject.getPrincipals().clear();
    }
  }
}
