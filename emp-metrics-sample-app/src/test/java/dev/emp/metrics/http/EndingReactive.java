package dev.emp.metrics.http;

import java.time.Duration;
import java.util.Map;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A reactive application in which requests end in every way.
 */
@Configuration(proxyBeanMethods = false)
@RestController
class EndingReactive {

	private static final byte[] CHUNK = new byte[64 * 1024];

	@Bean
	RouterFunction<ServerResponse> functions() {
		return RouterFunctions.route()
			.GET("/function-failing", (request) -> Mono.error(new IllegalStateException("function")))
			.GET("/function-endless", (request) -> ServerResponse.ok().body(chunks(), DataBuffer.class))
			.build();
	}

	@Bean
	WebFilter denying() {
		return (exchange, chain) -> {
			String path = exchange.getRequest().getPath().value();
			if (path.startsWith("/denied")) {
				exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
				return exchange.getResponse().setComplete();
			}
			if (path.startsWith("/filter-failing")) {
				throw new IllegalStateException("filter");
			}
			return chain.filter(exchange);
		};
	}

	@GetMapping("/empty")
	Mono<Void> empty() {
		return Mono.empty();
	}

	@GetMapping("/timeout")
	Mono<String> timeout() {
		return Mono.<String>never().timeout(Duration.ofMillis(10));
	}

	@GetMapping("/handled")
	Mono<String> handled() {
		return Mono.error(new UnsupportedOperationException("handled"));
	}

	@ExceptionHandler(UnsupportedOperationException.class)
	@ResponseStatus(HttpStatus.CONFLICT)
	Map<String, String> handle() {
		return Map.of("answer", "handled");
	}

	@GetMapping(path = "/sse", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> sse() {
		return Flux.just("one", "two");
	}

	@GetMapping(path = "/sse-failing", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> sseFailing() {
		return Flux.concat(Flux.just("one"), Flux.error(new IllegalStateException("sse")));
	}

	@GetMapping(path = "/sse-endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> sseEndless() {
		return Flux.interval(Duration.ofMillis(1)).onBackpressureDrop().map((tick) -> "x".repeat(1_000));
	}

	@GetMapping("/commit-and-fail")
	Mono<Void> commitAndFail(ServerHttpResponse response) {
		return response.setComplete().then(Mono.error(new IllegalStateException("late")));
	}

	@GetMapping("/body-endless")
	Mono<Void> bodyEndless(ServerHttpResponse response) {
		return response.writeWith(chunks());
	}

	@GetMapping("/body-known")
	Mono<Void> bodyKnown(ServerHttpResponse response) {
		response.getHeaders().setContentLength(1_000L * CHUNK.length);
		return response.writeWith(chunks().take(1_000));
	}

	@GetMapping("/written")
	Mono<Void> written(ServerHttpResponse response) {
		return response.writeWith(chunks().next());
	}

	@GetMapping("/body-flushed-endless")
	Mono<Void> bodyFlushedEndless(ServerHttpResponse response) {
		return response.writeAndFlushWith(chunks().map(Mono::just));
	}

	@PostMapping("/upload")
	Mono<String> upload(@RequestBody Mono<String> body) {
		return body.map((text) -> "" + text.length());
	}

	private static Flux<DataBuffer> chunks() {
		return Flux.generate((sink) -> sink.next(DefaultDataBufferFactory.sharedInstance.wrap(CHUNK)));
	}

}
