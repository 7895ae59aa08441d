<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" isErrorPage="true" %>
<% pageContext.setAttribute("title", response.getStatus() == 403 ? "Not for you" : "Not here"); %>
<%@ include file="/WEB-INF/jsp/header.jspf" %>
<p>Perhaps the <a href="<c:url value='/catalogue'/>">catalogue</a> has what you look for.</p>
<%@ include file="/WEB-INF/jsp/footer.jspf" %>
