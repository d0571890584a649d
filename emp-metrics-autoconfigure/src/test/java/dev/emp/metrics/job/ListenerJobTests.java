package dev.emp.metrics.job;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.AcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.config.ScheduledTaskHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of what calls a bean by a reference of its own, each switched on by a
 * configuration of the application, which comes before any auto-configuration.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerJobTests extends JobContext {

	@Test
	void countsMessagesOfRabbit(CapturedOutput output) {
		run(Listeners.RabbitApplication.class, ListenerJobTests::deliverByRabbit, output);
	}

	@Test
	void countsRecordsOfKafka(CapturedOutput output) {
		run(Listeners.KafkaApplication.class, (context) -> {
			AcknowledgingConsumerAwareMessageListener<Object, Object> listener = kafkaListener(context);
			listener.onMessage(new ConsumerRecord<>("topic", 0, 0, "key", "a"), null, null);
		}, output);
	}

	@Test
	void countsMessagesOfJms(CapturedOutput output) {
		run(Listeners.JmsApplication.class, (context) -> {
			DefaultMessageListenerContainer container = (DefaultMessageListenerContainer) Objects
				.requireNonNull(context.getBean(JmsListenerEndpointRegistry.class).getListenerContainer("listener"));
			jmsListener(container).onMessage(text(), mock());
		}, output);
	}

	@Test
	void countsMessagesOfAnIntegrationFlow(CapturedOutput output) {
		run(Listeners.IntegrationApplication.class,
				(context) -> context.getBean("input", MessageChannel.class).send(new GenericMessage<>("a")), output);
	}

	@Test
	void countsScheduledRuns(CapturedOutput output) {
		run(Listeners.SchedulingApplication.class,
				(context) -> context.getBean(ScheduledTaskHolder.class)
					.getScheduledTasks()
					.iterator()
					.next()
					.getTask()
					.getRunnable()
					.run(),
				output);
	}

	@Test
	void countsEvents(CapturedOutput output) {
		run(Listeners.EventApplication.class, (context) -> context.publishEvent("a"), output);
	}

	@Test
	void countsEventsOfAListenerByInterface(CapturedOutput output) {
		run(Listeners.ApplicationListenerApplication.class, (context) -> context.publishEvent("a"), output);
	}

	@Test
	void namesTheListenerThatHasTheBeanWithoutItsProxy(CapturedOutput output) {
		start(Listeners.EarlyRabbitApplication.class, (context) -> {
			deliverByRabbit(context);
			assertThat(count("jobs.processed", "status", "started")).isZero();
			assertThat(output.getOut().lines().filter((line) -> line.contains("without its proxy"))).hasSize(2)
				.allMatch((line) -> line.contains(Listeners.RabbitWorker.class.getName() + " (bean 'worker')"))
				.anyMatch((line) -> line.contains(RabbitListenerEndpointRegistry.class.getName())
						&& line.contains("for 'listener'"))
				.noneMatch((line) -> line.contains("other"));
		});
	}

	private void run(Class<?> application, Delivery delivery, CapturedOutput output) {
		start(application, (context) -> {
			delivery.to(context);
			assertThat(count("jobs.processed", "job.name", "listen", "status", "started")).isOne();
			assertThat(count("jobs.processed", "job.name", "listen", "status", "completed")).isOne();
			assertThat(output).doesNotContain("Not counted");
		});
	}

	private void start(Class<?> application, Delivery test) {
		new ApplicationContextRunner().withUserConfiguration(application)
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("registry", this.registry))
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("clock", this.clock))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				test.to(context);
			});
	}

	private static void deliverByRabbit(AssertableApplicationContext context) throws Exception {
		AbstractMessageListenerContainer container = (AbstractMessageListenerContainer) Objects
			.requireNonNull(context.getBean(RabbitListenerEndpointRegistry.class).getListenerContainer("listener"));
		((ChannelAwareMessageListener) Objects.requireNonNull(container.getMessageListener()))
			.onMessage(MessageBuilder.withBody("a".getBytes(StandardCharsets.UTF_8)).build(), null);
	}

	@SuppressWarnings("unchecked")
	private static AcknowledgingConsumerAwareMessageListener<Object, Object> kafkaListener(
			AssertableApplicationContext context) {
		MessageListenerContainer container = Objects
			.requireNonNull(context.getBean(KafkaListenerEndpointRegistry.class).getListenerContainer("listener"));
		return (AcknowledgingConsumerAwareMessageListener<Object, Object>) Objects
			.requireNonNull(container.getContainerProperties().getMessageListener());
	}

	@SuppressWarnings("unchecked")
	private static SessionAwareMessageListener<TextMessage> jmsListener(DefaultMessageListenerContainer container) {
		return (SessionAwareMessageListener<TextMessage>) Objects.requireNonNull(container.getMessageListener());
	}

	private static TextMessage text() throws JMSException {
		TextMessage message = mock();
		given(message.getText()).willReturn("a");
		return message;
	}

	/**
	 * Brings one message, as the container's own thread does.
	 */
	interface Delivery {

		void to(AssertableApplicationContext context) throws Exception;

	}

}
