package dev.emp.metrics.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * A servlet application in which requests end in every way.
 */
@Configuration(proxyBeanMethods = false)
@RestController
class EndingServlets {

	private static final byte[] CHUNK = new byte[64 * 1024];

	@Bean(destroyMethod = "shutdownNow")
	ExecutorService others() {
		return Executors.newCachedThreadPool();
	}

	@Bean
	ServletRegistrationBean<RawServlet> raw() {
		ServletRegistrationBean<RawServlet> registration = new ServletRegistrationBean<>(new RawServlet(), "/raw/*");
		registration.setAsyncSupported(true);
		return registration;
	}

	@Bean
	FilterRegistrationBean<Filter> denying() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(
				(request, response, chain) -> ((HttpServletResponse) response).sendError(403));
		registration.addUrlPatterns("/denied/*");
		return registration;
	}

	@Bean
	FilterRegistrationBean<Filter> first() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(
				(request, response, chain) -> ((HttpServletResponse) response).setStatus(204));
		registration.addUrlPatterns("/first/*");
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	@GetMapping("/callable")
	Callable<String> callable() {
		return () -> "callable";
	}

	@GetMapping("/callable-failing")
	Callable<String> callableFailing() {
		return () -> {
			throw new IOException("of a server elsewhere");
		};
	}

	@GetMapping("/deferred")
	DeferredResult<String> deferred() {
		DeferredResult<String> result = new DeferredResult<>();
		result.setResult("deferred");
		return result;
	}

	@GetMapping("/deferred-late")
	DeferredResult<String> deferredLate() {
		DeferredResult<String> result = new DeferredResult<>(100L);
		result.onTimeout(() -> result.setResult("late"));
		return result;
	}

	@GetMapping("/deferred-timeout")
	DeferredResult<String> deferredTimeout() {
		return new DeferredResult<>(100L);
	}

	@GetMapping("/future")
	CompletableFuture<String> future() {
		return CompletableFuture.supplyAsync(() -> "future");
	}

	@GetMapping("/task-timeout")
	WebAsyncTask<String> taskTimeout() {
		// an interrupt would be an end of its own
		WebAsyncTask<String> task = new WebAsyncTask<>(100L,
				() -> new CompletableFuture<String>().completeOnTimeout("late", 1, TimeUnit.SECONDS).join());
		task.onTimeout(() -> "instead");
		return task;
	}

	@GetMapping("/streaming")
	StreamingResponseBody streaming() {
		return (out) -> out.write(CHUNK);
	}

	@GetMapping("/streaming-failing")
	StreamingResponseBody streamingFailing() {
		return (out) -> {
			out.write(CHUNK);
			out.flush();
			throw new IllegalStateException("streaming");
		};
	}

	@GetMapping("/streaming-short")
	StreamingResponseBody streamingShort(HttpServletResponse response) {
		response.setContentLength(2 * CHUNK.length);
		return (out) -> {
			out.write(CHUNK);
			out.flush();
		};
	}

	@GetMapping("/streaming-endless")
	StreamingResponseBody streamingEndless() {
		Thread container = Thread.currentThread();
		return (out) -> {
			awaitLeft(container);
			writeEndlessly(out);
		};
	}

	@GetMapping("/sse")
	SseEmitter sse() throws IOException {
		SseEmitter emitter = new SseEmitter();
		emitter.send("one");
		emitter.complete();
		return emitter;
	}

	@GetMapping("/sse-failing")
	SseEmitter sseFailing() throws IOException {
		SseEmitter emitter = new SseEmitter();
		emitter.send("one");
		emitter.completeWithError(new IllegalStateException("sse"));
		return emitter;
	}

	@GetMapping("/sse-timeout")
	SseEmitter sseTimeout() throws IOException {
		SseEmitter emitter = new SseEmitter(100L);
		emitter.send("one");
		return emitter;
	}

	@GetMapping("/sse-endless")
	SseEmitter sseEndless() {
		return sendEndlessly(false);
	}

	@GetMapping("/sse-endless-completing")
	SseEmitter sseEndlessCompleting() {
		return sendEndlessly(true);
	}

	private SseEmitter sendEndlessly(boolean completing) {
		SseEmitter emitter = new SseEmitter(2_000L);
		Thread container = Thread.currentThread();
		Thread sender = new Thread(() -> {
			awaitLeft(container);
			String data = "x".repeat(1_000);
			try {
				while (true) {
					emitter.send(data);
				}
			}
			catch (IOException | IllegalStateException ex) {
				if (completing) {
					emitter.completeWithError(ex);
				}
			}
		});
		sender.setDaemon(true);
		sender.start();
		return emitter;
	}

	@GetMapping("/body-endless")
	void bodyEndless(HttpServletResponse response) throws IOException {
		writeEndlessly(response.getOutputStream());
	}

	@GetMapping("/print-endless")
	void printEndless(HttpServletResponse response) throws IOException {
		String text = "x".repeat(10_000);
		// a writer tells of a failure only if it is asked
		for (int i = 0; i < 2_000; i++) {
			response.getWriter().write(text);
		}
	}

	@GetMapping("/body-large")
	byte[] bodyLarge() {
		return new byte[32 * 1024 * 1024];
	}

	@PostMapping("/upload")
	String upload(@RequestBody String body) {
		return "" + body.length();
	}

	@GetMapping("/handled")
	String handled() {
		throw new UnsupportedOperationException("handled");
	}

	@ExceptionHandler(UnsupportedOperationException.class)
	void handle(HttpServletResponse response) throws IOException {
		response.sendError(409);
	}

	@GetMapping("/status")
	void status(HttpServletRequest request, HttpServletResponse response) {
		response.setStatus(Integer.parseInt(request.getParameter("status")));
	}

	/**
	 * Waits until the container thread has left Tomcat. If a thread of the application
	 * fails before, Tomcat may notify no listener.
	 * @param container the thread that received the request
	 */
	static void awaitLeft(Thread container) {
		while (Stream.of(container.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().startsWith("org.apache.coyote."))) {
			Thread.onSpinWait();
		}
	}

	private static void writeEndlessly(OutputStream out) throws IOException {
		while (true) {
			out.write(CHUNK);
		}
	}

}
