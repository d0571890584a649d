package dev.emp.metrics.http;

/**
 * Tells requests to the endpoints of the actuator from requests to the application.
 */
interface ManagementTraffic {

	/** An application without endpoints. */
	ManagementTraffic NONE = (path, localPort) -> false;

	/**
	 * Whether a request is one to an endpoint, or would be if the endpoint existed.
	 * @param path the decoded path below the context path and the servlet's path
	 * @param localPort the port that the request came in through
	 * @return whether it is management traffic
	 */
	boolean includes(String path, int localPort);

}
