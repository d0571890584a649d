package dev.emp.metrics.test.docs;

// tag::job[]
import java.time.Instant;

public record RenderJob(String tenant, String priority, Instant enqueuedAt) {
}
// end::job[]
