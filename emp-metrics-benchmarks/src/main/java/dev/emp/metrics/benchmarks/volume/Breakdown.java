package dev.emp.metrics.benchmarks.volume;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;

/**
 * Where the bytes of one push go.
 */
final class Breakdown {

	private final ExportMetricsServiceRequest request;

	Breakdown(byte[] metrics) throws InvalidProtocolBufferException {
		this.request = ExportMetricsServiceRequest.parseFrom(metrics);
	}

	long points() {
		return metrics().stream().mapToLong(Breakdown::points).sum();
	}

	/**
	 * Each metric with its points, its bytes, and what the compressed push is smaller
	 * without it.
	 * @return lines, the most expensive first
	 */
	String table() {
		int whole = gzip(this.request);
		Map<String, Row> rows = new LinkedHashMap<>();
		for (Metric metric : metrics()) {
			rows.merge(metric.getName(), new Row(metric.getName(), points(metric), metric.getSerializedSize(),
					whole - gzip(without(metric.getName()))), Row::plus);
		}
		List<Row> sorted = new ArrayList<>(rows.values());
		sorted.sort(Comparator.comparingInt(Row::compressed).reversed());
		StringBuilder table = new StringBuilder();
		String line = "| %-40s | %6s | %6s | %8s |%n";
		table.append(line.formatted("meter", "points", "raw", "marginal"));
		table.append(line.formatted("---", "---:", "---:", "---:"));
		sorted.forEach((row) -> table.append(line.formatted(row.name(), row.points(), row.raw(), row.compressed())));
		table.append(line.formatted("all, with the resource", points(), this.request.getSerializedSize(), whole));
		return table.toString();
	}

	private List<Metric> metrics() {
		return this.request.getResourceMetricsList()
			.stream()
			.flatMap((resource) -> resource.getScopeMetricsList().stream())
			.flatMap((scope) -> scope.getMetricsList().stream())
			.toList();
	}

	private ExportMetricsServiceRequest without(String name) {
		ExportMetricsServiceRequest.Builder copy = this.request.toBuilder();
		for (var resource : copy.getResourceMetricsBuilderList()) {
			for (var scope : resource.getScopeMetricsBuilderList()) {
				List<Metric> kept = scope.getMetricsList()
					.stream()
					.filter((metric) -> !metric.getName().equals(name))
					.toList();
				scope.clearMetrics().addAllMetrics(kept);
			}
		}
		return copy.build();
	}

	private static long points(Metric metric) {
		return (long) metric.getGauge().getDataPointsCount() + metric.getSum().getDataPointsCount()
				+ metric.getHistogram().getDataPointsCount() + metric.getExponentialHistogram().getDataPointsCount()
				+ metric.getSummary().getDataPointsCount();
	}

	private static int gzip(ExportMetricsServiceRequest request) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			request.writeTo(gzip);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.size();
	}

	/**
	 * A line.
	 *
	 * @param name the meter
	 * @param points its data points
	 * @param raw its bytes
	 * @param compressed what the compressed push is smaller without it
	 */
	private record Row(String name, long points, int raw, int compressed) {

		Row plus(Row other) {
			return new Row(this.name, this.points + other.points, this.raw + other.raw, this.compressed);
		}

	}

}
