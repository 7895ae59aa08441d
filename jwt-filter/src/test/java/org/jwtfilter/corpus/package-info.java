/**
 * A corpus of honest and hostile requests, one JSON object a line, written by others: {@link
 * org.jwtfilter.corpus.CorpusServer} is the server that it speaks to, {@code CorpusIT} runs it.
 */
package org.jwtfilter.corpus;
