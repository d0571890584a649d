package dev.emp.metrics.http;

import java.util.concurrent.Callable;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What only a servlet container has.
 */
@Configuration(proxyBeanMethods = false)
@RestController
class ServletApplication {

	@Bean
	RouterFunction<ServerResponse> functional() {
		return RouterFunctions.route()
			.GET("/functional/{id}", (request) -> ServerResponse.ok().body(request.pathVariable("id")))
			.build();
	}

	@GetMapping("/forward/{id}")
	ModelAndView forward() {
		return new ModelAndView("forward:/items/1");
	}

	@GetMapping("/timeout/{id}")
	DeferredResult<String> timeout() {
		return new DeferredResult<>(50L);
	}

	@GetMapping("/callable/{id}")
	Callable<String> callable() {
		return () -> {
			throw new IllegalStateException("callable");
		};
	}

	@GetMapping("/raw/{id}")
	void raw(HttpServletRequest request) {
		request.startAsync().setTimeout(50);
	}

}
