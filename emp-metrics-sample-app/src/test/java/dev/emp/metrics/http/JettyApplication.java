package dev.emp.metrics.http;

import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Jetty as the container of an application, in place of Tomcat.
 */
@Configuration(proxyBeanMethods = false)
class JettyApplication {

	@Bean
	ServletWebServerFactory jetty() {
		return (initializers) -> new Jetty(server(initializers));
	}

	private static Server server(ServletContextInitializer... initializers) {
		ServletContextHandler context = new ServletContextHandler("/");
		ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
		errors.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, "/error");
		context.setErrorHandler(errors);
		context.addServletContainerInitializer((classes, servletContext) -> {
			for (ServletContextInitializer initializer : initializers) {
				initializer.onStartup(servletContext);
			}
		});
		Server server = new Server(0);
		server.setHandler(context);
		try {
			server.start();
		}
		catch (Exception ex) {
			throw new WebServerException("Jetty does not start", ex);
		}
		return server;
	}

	/**
	 * A running Jetty.
	 *
	 * @param server what runs
	 */
	record Jetty(Server server) implements WebServer {

		@Override
		public void start() {
			// runs since the context was made
		}

		@Override
		public void stop() {
			try {
				this.server.stop();
			}
			catch (Exception ex) {
				throw new WebServerException("Jetty does not stop", ex);
			}
		}

		@Override
		public int getPort() {
			return ((ServerConnector) this.server.getConnectors()[0]).getLocalPort();
		}

	}

}
