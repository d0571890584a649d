package dev.emp.metrics.benchmarks.volume;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts a worker for each setting and prints what each sends in a minute, and where the
 * bytes of the first go.
 */
public final class VolumeBenchmark {

	private VolumeBenchmark() {
	}

	/**
	 * Measure.
	 * @param args the minutes to measure, at a step of 30 s; the step in milliseconds;
	 * names of settings, comma-separated. A shorter step is measured for as many pushes
	 * and the figures are scaled
	 * @throws Exception if a worker does not start
	 */
	public static void main(String[] args) throws Exception {
		double minutes = (args.length > 0) ? Double.parseDouble(args[0]) : 10;
		long step = (args.length > 1) ? Long.parseLong(args[1]) : 30_000;
		List<Setting> settings = Setting.of((args.length > 2) ? args[2] : "");
		List<MeasuredWorker> workers = new ArrayList<>();
		try {
			for (Setting setting : settings) {
				workers.add(new MeasuredWorker(setting, step));
			}
			for (MeasuredWorker worker : workers) {
				worker.awaitPushes(2);
			}
			sleep(step * settings.stream().mapToInt(Setting::slowestStep).max().orElseThrow());
			long from = System.nanoTime();
			sleep(Math.round(minutes * 2 * step));
			print(workers, new Window(from, System.nanoTime(), step));
		}
		finally {
			workers.forEach(MeasuredWorker::close);
		}
		System.exit(0);
	}

	private static void print(List<MeasuredWorker> workers, Window window) throws IOException {
		String line = "| %-34s | %8s | %7s | %9s | %9s | %9s |%n";
		System.out.printf("%nBytes per minute at a step of 30 s, %.1f min, %.1f pushes of a step%n%n", window.minutes(),
				window.minutes() * 2);
		System.out.printf(line, "setting", "requests", "points", "bodies", "headers", "sum");
		System.out.printf(line, "---", "---:", "---:", "---:", "---:", "---:");
		for (MeasuredWorker worker : workers) {
			Volume volume = worker.volume(window);
			System.out.printf(line, worker.setting().label(), "%.1f".formatted(volume.requests()),
					Math.round(volume.points()), Math.round(volume.bodies()), Math.round(volume.headers()),
					Math.round(volume.bodies() + volume.headers()));
		}
		for (MeasuredWorker worker : workers) {
			if (worker.setting() == Setting.DEFAULT) {
				System.out.printf("%nOne push of the default%n%n%s%n", new Breakdown(worker.last().metrics()).table());
			}
		}
	}

	private static void sleep(long millis) throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep(millis);
	}

	/**
	 * When was measured.
	 *
	 * @param from its begin
	 * @param to its end
	 * @param step the step of the pushes, in milliseconds
	 */
	record Window(long from, long to, long step) {

		/**
		 * Its length, had the step been 30 s.
		 * @return minutes
		 */
		double minutes() {
			return (this.to - this.from) / 60e9 * 30_000 / this.step;
		}

	}

	/**
	 * What a minute has.
	 *
	 * @param requests requests
	 * @param points data points
	 * @param bodies bytes of bodies
	 * @param headers bytes of the line of the request and the headers
	 */
	record Volume(double requests, double points, double bodies, double headers) {

	}

}
