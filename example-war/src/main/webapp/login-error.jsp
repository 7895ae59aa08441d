<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<% pageContext.setAttribute("title", "That did not work"); %>
<%@ include file="/WEB-INF/jsp/header.jspf" %>
<p class="flash" role="alert">Name or password is wrong.</p>
<p><a href="<c:url value='/account'/>">Try again</a></p>
<%@ include file="/WEB-INF/jsp/footer.jspf" %>
