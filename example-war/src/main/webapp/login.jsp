<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<% pageContext.setAttribute("title", "Log in"); %>
<%@ include file="/WEB-INF/jsp/header.jspf" %>
<form class="stack" method="post" action="<c:url value='/j_security_check'/>">
  <label for="user">Name</label>
  <input id="user" name="j_username" autocomplete="username" required autofocus>
  <label for="password">Password</label>
  <input id="password" name="j_password" type="password" autocomplete="current-password" required>
  <button>Log in</button>
</form>
<p class="hint">For a try: ann / ann is a customer, bob / bob keeps the shop.</p>
<%@ include file="/WEB-INF/jsp/footer.jspf" %>
