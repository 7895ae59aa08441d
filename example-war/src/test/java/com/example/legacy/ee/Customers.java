package com.example.legacy.ee;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** Knows users whom the server does not know. */
@ApplicationScoped
public class Customers implements IdentityStore {
  @Override
  public CredentialValidationResult validate(Credential credential) {
    return credential instanceof UsernamePasswordCredential given
            && given.compareTo("sue", "sue-secret")
        ? new CredentialValidationResult("sue", Set.of("member"))
        : CredentialValidationResult.INVALID_RESULT;
  }
}
