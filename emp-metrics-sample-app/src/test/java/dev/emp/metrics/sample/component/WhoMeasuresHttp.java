package dev.emp.metrics.sample.component;

import org.springframework.beans.factory.InitializingBean;

import dev.emp.metrics.support.ConditionalOnNoHttpAgent;

/**
 * Says in a worker's output that nobody else measures its requests. Not scanned: a worker
 * has it as a source of its own.
 */
@ConditionalOnNoHttpAgent
class WhoMeasuresHttp implements InitializingBean {

	static final String LINE = "Requests are measured here";

	@Override
	public void afterPropertiesSet() {
		System.out.println(LINE);
	}

}
