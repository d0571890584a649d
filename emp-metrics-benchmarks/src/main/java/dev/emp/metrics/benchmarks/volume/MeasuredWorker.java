package dev.emp.metrics.benchmarks.volume;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.emp.metrics.benchmarks.volume.VolumeBenchmark.Volume;
import dev.emp.metrics.benchmarks.volume.VolumeBenchmark.Window;

/**
 * A worker as a process of its own, the receiver of its metrics, and what asks for its
 * health.
 */
final class MeasuredWorker implements AutoCloseable {

	private static final long PROBE_SECONDS = 10;

	private final ScheduledExecutorService probe = Executors.newSingleThreadScheduledExecutor();

	private final HttpClient client = HttpClient.newHttpClient();

	private final Receiver receiver = new Receiver();

	private final Setting setting;

	private final Process process;

	// what asks for the health never throws
	@SuppressWarnings("FutureReturnValueIgnored")
	MeasuredWorker(Setting setting, long step) throws IOException {
		this.setting = setting;
		int port = freePort();
		this.process = start(setting, step, port);
		HttpRequest health = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health"))
			.build();
		this.probe.scheduleAtFixedRate(() -> ask(health), PROBE_SECONDS, PROBE_SECONDS, TimeUnit.SECONDS);
	}

	private Process start(Setting setting, long step, int port) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx256m", "-Dvolume.failing=" + setting.isFailing(), "-cp",
				System.getProperty("java.class.path"), Worker.class.getName()));
		command.addAll(List.of("--server.port=" + port, "--spring.application.name=volume",
				"--spring.main.banner-mode=off", "--management.otlp.metrics.export.url=" + this.receiver.url()));
		if (step != 30_000) {
			command.add("--emp.metrics.interval=" + step + "ms");
		}
		command.addAll(setting.arguments(step));
		command.addAll(List.of(System.getProperty("volume.arguments", "").split(" ")));
		ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
		builder.environment()
			.keySet()
			.removeIf((key) -> key.startsWith("OTEL_") || key.startsWith("MANAGEMENT_") || key.startsWith("METRICS_"));
		Process process = builder.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		return process;
	}

	Setting setting() {
		return this.setting;
	}

	void awaitPushes(int count) throws InterruptedException {
		while (this.receiver.received().size() < count) {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("The worker ended: " + this.setting);
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
	}

	Volume volume(Window window) throws IOException {
		long requests = 0;
		long points = 0;
		long bodies = 0;
		long headers = 0;
		for (Receiver.Received request : this.receiver.received()) {
			if (request.nanos() - window.from() >= 0 && request.nanos() - window.to() < 0) {
				requests++;
				points += new Breakdown(request.metrics()).points();
				bodies += request.body().length;
				headers += request.head().length();
			}
		}
		double minutes = window.minutes();
		return new Volume(requests / minutes, points / minutes, bodies / minutes, headers / minutes);
	}

	Receiver.Received last() {
		List<Receiver.Received> received = this.receiver.received();
		return received.get(received.size() - 1);
	}

	private void ask(HttpRequest health) {
		try {
			this.client.send(health, HttpResponse.BodyHandlers.discarding());
		}
		catch (IOException ex) {
			// asked again soon
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Override
	public void close() {
		this.probe.shutdownNow();
		this.process.destroyForcibly();
	}

}
