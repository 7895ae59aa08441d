<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<% pageContext.setAttribute("title", "The shopkeeper's page"); %>
<%@ include file="/WEB-INF/jsp/header.jspf" %>
<p>Sessions that this node has seen begin: <strong><c:out value="${created}"/></strong>, and end: <strong><c:out value="${destroyed}"/></strong>.</p>
<%@ include file="/WEB-INF/jsp/footer.jspf" %>
