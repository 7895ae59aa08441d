<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<% pageContext.setAttribute("title", "Your account"); %>
<%@ include file="/WEB-INF/jsp/header.jspf" %>
<p>You are logged in as <strong><c:out value="${pageContext.request.remoteUser}"/></strong>.</p>
<p><a class="button" href="<c:url value='/catalogue'/>">Go on shopping</a></p>
<%@ include file="/WEB-INF/jsp/footer.jspf" %>
