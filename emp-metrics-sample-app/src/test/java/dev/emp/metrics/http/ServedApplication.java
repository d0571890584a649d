package dev.emp.metrics.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * An application that answers in every way that both kinds of server have.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class ServedApplication {

	/** Whether a request waits for what never comes. */
	static final AtomicBoolean WAITING = new AtomicBoolean();

	@GetMapping("/items/{id}")
	String item(@PathVariable String id) {
		return id;
	}

	@GetMapping("")
	String root() {
		return "root";
	}

	@GetMapping("/moved/{id}")
	ResponseEntity<Void> moved() {
		return ResponseEntity.status(302).header("Location", "/items/1").build();
	}

	@GetMapping("/fail/{id}")
	String fail() {
		throw new IllegalStateException("fail");
	}

	@GetMapping("/later/{id}")
	Mono<String> later() {
		return Mono.delay(Duration.ofMillis(10)).map((tick) -> "later");
	}

	@GetMapping("/broken/{id}")
	Mono<String> broken() {
		return Mono.delay(Duration.ofMillis(10)).then(Mono.error(new IllegalStateException("broken")));
	}

	@GetMapping("/never/{id}")
	Mono<String> never() {
		WAITING.set(true);
		return Mono.never();
	}

	/**
	 * Answers to what nothing else does.
	 */
	@RestController
	@ConditionalOnBooleanProperty("catch-all")
	static class CatchAll {

		@GetMapping("/**")
		ResponseEntity<Void> missing() {
			return ResponseEntity.notFound().build();
		}

	}

}
