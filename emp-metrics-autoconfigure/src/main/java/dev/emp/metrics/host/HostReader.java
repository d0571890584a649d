package dev.emp.metrics.host;

/**
 * Reads the machine. Called by one thread at a time.
 */
interface HostReader {

	/**
	 * Read.
	 * @return what could be read
	 * @throws Exception if nothing could
	 */
	HostReading read() throws Exception;

}
