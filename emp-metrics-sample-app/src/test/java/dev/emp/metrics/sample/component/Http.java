package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests of a test.
 */
final class Http {

	static final JsonMapper JSON = JsonMapper.shared();

	private static final HttpClient client = HttpClient.newHttpClient();

	private Http() {
	}

	static boolean answers(String url) {
		try {
			return get(url).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	static JsonNode json(String url) throws IOException {
		return JSON.readTree(get(url).body());
	}

	static HttpResponse<String> get(String url) throws IOException {
		return send(HttpRequest.newBuilder(URI.create(url)).build());
	}

	static int post(String url, String contentType, byte[] body) throws IOException {
		return send(HttpRequest.newBuilder(URI.create(url))
			.header("Content-Type", contentType)
			.POST(HttpRequest.BodyPublishers.ofByteArray(body))
			.build()).statusCode();
	}

	static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static HttpResponse<String> send(HttpRequest request) throws IOException {
		try {
			return client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

}
