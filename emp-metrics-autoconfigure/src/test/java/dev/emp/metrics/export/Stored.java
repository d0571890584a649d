package dev.emp.metrics.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;

/**
 * What a receiver stored of a request.
 *
 * @param request the request
 * @param rejected how many of its data points were not stored
 */
record Stored(ExportMetricsServiceRequest request, long rejected) {

	static int points(Metric metric) {
		return metric.getGauge().getDataPointsCount() + metric.getSum().getDataPointsCount()
				+ metric.getHistogram().getDataPointsCount() + metric.getExponentialHistogram().getDataPointsCount()
				+ metric.getSummary().getDataPointsCount();
	}

	List<Metric> metrics() {
		return this.request.getResourceMetricsList()
			.stream()
			.flatMap((resource) -> resource.getScopeMetricsList().stream())
			.flatMap((scope) -> scope.getMetricsList().stream())
			.toList();
	}

	long points() {
		return metrics().stream().mapToLong(Stored::points).sum() - this.rejected;
	}

	/**
	 * The data points by the names of their metrics, in the order of the request.
	 * @return the numbers of data points
	 */
	Map<String, Integer> pointsPerMetric() {
		Map<String, Integer> points = new LinkedHashMap<>();
		metrics().forEach((metric) -> points.merge(metric.getName(), points(metric), Integer::sum));
		return points;
	}

}
