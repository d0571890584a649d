package dev.emp.metrics.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for answers that are compressed though nobody asked for it.
 */
@ExtendWith(OutputCaptureExtension.class)
class CompressedAnswerTests extends AbstractDeliveryTests {

	private static final String JSON = "{\"partialSuccess\":{\"rejectedDataPoints\":\"2\",\"errorMessage\":\"too old\"}}";

	static Stream<Compressed> compressed() {
		byte[] protobuf = response("too old");
		byte[] json = JSON.getBytes(StandardCharsets.UTF_8);
		return Stream.of(new Compressed("gzip", Fault.PROTOBUF, gzip(protobuf)),
				new Compressed("X-GZip", Fault.PROTOBUF, gzip(protobuf)),
				new Compressed("deflate", Fault.PROTOBUF, deflate(protobuf)),
				new Compressed("gzip", "application/json", gzip(json)),
				new Compressed("identity", Fault.PROTOBUF, protobuf),
				// without the header of zlib
				new Compressed("deflate", Fault.PROTOBUF,
						written(protobuf,
								(out) -> new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, true)))),
				// says more than it does
				new Compressed("gzip", Fault.PROTOBUF, protobuf));
	}

	@ParameterizedTest
	@MethodSource("compressed")
	void countsWhatWasRejected(Compressed answer, CapturedOutput output) {
		DurableSender sender = sender();
		this.receiver.answers(answer.fault(200));
		push(sender, "b", 3);
		untilHeldIs(sender, 0);
		assertThat(totals(sender)).isEqualTo(new Totals(Map.of("pushed", 3L), 1, Map.of(), 2, Map.of(), 0));
		assertThat(output).contains("rejected 2 of 3 data points. It said: 'too old'").doesNotContain("no OTLP");
		assertThat(this.receiver.awaitRequest().headers()).doesNotContainKey("accept-encoding");
	}

	@Test
	void takesACompressedSuccessAsOne(CapturedOutput output) {
		DurableSender sender = sender();
		this.receiver.answersOtherwise(new Compressed("gzip", Fault.PROTOBUF, gzip(new byte[0])).fault(200));
		pushFive(sender);
		untilHeldIs(sender, 0);
		assertThat(totals(sender)).isEqualTo(new Totals(Map.of("pushed", 15L), 15, Map.of(), 0, Map.of(), 0));
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void expandsNoMoreThanItReads() {
		byte[] bomb = gzip(response("x".repeat(40_000_000)));
		assertThat(bomb).hasSizeLessThan(BoundedBody.LIMIT);
		BoundedBody body = new BoundedBody();
		body.apply(new GzipHead());
		body.onNext(List.of(ByteBuffer.wrap(bomb)));
		assertThat(body.bytes()).hasSize(BoundedBody.LIMIT);
		DurableSender sender = sender();
		this.receiver.answers(new Compressed("gzip", Fault.PROTOBUF, bomb).fault(200));
		push(sender, "b", 3);
		untilHeldIs(sender, 0);
		assertThat(totals(sender).rejected()).isEqualTo(2);
	}

	@Test
	void showsWhatARefusalSays(CapturedOutput output) {
		DurableSender sender = sender();
		byte[] text = ("no metric of " + TOKEN).getBytes(StandardCharsets.UTF_8);
		this.receiver.answers(new Compressed("gzip", "text/plain", gzip(text)).fault(400));
		push(sender, "b", 3);
		untilHeldIs(sender, 0);
		assertThat(output).contains("It said: 'no metric of ******'").doesNotContain(TOKEN);
	}

	@Test
	void readsWhatCameOfAnAnswerThatWasCutOff(CapturedOutput output) {
		DurableSender sender = sender();
		byte[] whole = gzip("there is no metric here".repeat(40).getBytes(StandardCharsets.UTF_8));
		byte[] cut = Arrays.copyOf(whole, whole.length - 9);
		this.receiver.answers(new Compressed("gzip", "text/plain", cut).fault(400));
		push(sender, "b", 3);
		untilHeldIs(sender, 0);
		assertThat(totals(sender).dropped()).isEqualTo(Map.of("http_400", 3L));
		assertThat(output).contains("It said: 'there is no metric");
	}

	@Test
	void blamesTheEncodingThatItDoesNotReadAndNotTheAddress(CapturedOutput output) {
		DurableSender sender = sender();
		this.receiver.answersOtherwise(new Compressed("br", Fault.PROTOBUF, new byte[] { 1, 2, 3 }).fault(200));
		pushFive(sender);
		untilHeldIs(sender, 0);
		assertThat(totals(sender).delivered()).isEqualTo(15);
		assertThat(sender.picture().state()).isEqualTo(DeliveryStatus.State.DELIVERING);
		assertThat(output).containsOnlyOnce("in an encoding that is not read").doesNotContain("address of a receiver");
	}

	private static byte[] response(String message) {
		return ExportMetricsServiceResponse.newBuilder()
			.setPartialSuccess(
					ExportMetricsPartialSuccess.newBuilder().setRejectedDataPoints(2).setErrorMessage(message))
			.build()
			.toByteArray();
	}

	private static byte[] gzip(byte[] content) {
		return written(content, GZIPOutputStream::new);
	}

	private static byte[] deflate(byte[] content) {
		return written(content, DeflaterOutputStream::new);
	}

	private static byte[] written(byte[] content, Compression compression) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (OutputStream out = compression.of(compressed)) {
			out.write(content);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return compressed.toByteArray();
	}

	/**
	 * The head of an answer that is compressed.
	 */
	private record GzipHead() implements HttpResponse.ResponseInfo {

		@Override
		public int statusCode() {
			return 200;
		}

		@Override
		public HttpHeaders headers() {
			return HttpHeaders.of(Map.of("Content-Encoding", List.of("gzip")), (name, value) -> true);
		}

		@Override
		public HttpClient.Version version() {
			return HttpClient.Version.HTTP_1_1;
		}

	}

	/**
	 * A way to compress.
	 */
	private interface Compression {

		/**
		 * Compress.
		 * @param out where to
		 * @return where what is not compressed is written
		 * @throws IOException if that fails
		 */
		OutputStream of(OutputStream out) throws IOException;

	}

	/**
	 * An answer that says how it is compressed.
	 *
	 * @param encoding the encoding that it names
	 * @param contentType the type of what is in it
	 * @param content what is sent
	 */
	record Compressed(String encoding, String contentType, ByteString content) {

		Compressed(String encoding, String contentType, byte[] content) {
			this(encoding, contentType, ByteString.copyFrom(content));
		}

		private Fault fault(int status) {
			return (exchange) -> {
				exchange.store(0);
				exchange.answer(status, this.contentType, this.content.toByteArray(),
						"Content-Encoding: " + this.encoding);
			};
		}

		@Override
		public String toString() {
			return this.encoding + " " + this.contentType;
		}

	}

}
