package dev.emp.metrics.job;

import java.util.Map;

import org.springframework.amqp.rabbit.annotation.EnableRabbit;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.annotation.RabbitListenerAnnotationBeanPostProcessor;
import org.springframework.amqp.rabbit.config.RabbitListenerConfigUtils;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.PriorityOrdered;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.mockito.Mockito.mock;

/**
 * Applications that listen, none with the auto-configuration of what they listen to.
 */
final class Listeners {

	private Listeners() {
	}

	@ImportAutoConfiguration({ SupportAutoConfiguration.class, JobAutoConfiguration.class })
	abstract static class Application {

	}

	@EnableRabbit
	@Configuration(proxyBeanMethods = false)
	static class RabbitApplication extends Application {

		@Bean
		SimpleRabbitListenerContainerFactory rabbitListenerContainerFactory() {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(mock());
			factory.setAutoStartup(false);
			return factory;
		}

		@Bean
		RabbitWorker worker() {
			return new RabbitWorker();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyRabbitApplication extends RabbitApplication {

		@Bean(RabbitListenerConfigUtils.RABBIT_LISTENER_ANNOTATION_PROCESSOR_BEAN_NAME)
		static EarlyRabbitProcessor processor() {
			return new EarlyRabbitProcessor();
		}

		@Bean
		OtherRabbitWorker other() {
			return new OtherRabbitWorker();
		}

	}

	static class EarlyRabbitProcessor extends RabbitListenerAnnotationBeanPostProcessor implements PriorityOrdered {

	}

	static class OtherRabbitWorker {

		@RabbitListener(queues = "queue")
		void listen(byte[] body) {
		}

		@MeteredJob
		void work() {
		}

	}

	static class RabbitWorker {

		@MeteredJob("listen")
		@RabbitListener(id = "listener", queues = "queue")
		void listen(byte[] body) {
		}

	}

	@EnableKafka
	@Configuration(proxyBeanMethods = false)
	static class KafkaApplication extends Application {

		@Bean
		ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory() {
			ConcurrentKafkaListenerContainerFactory<Object, Object> factory = new ConcurrentKafkaListenerContainerFactory<>();
			factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(Map.of()));
			factory.setAutoStartup(false);
			return factory;
		}

		@Bean
		KafkaWorker worker() {
			return new KafkaWorker();
		}

	}

	static class KafkaWorker {

		@MeteredJob("listen")
		@KafkaListener(id = "listener", topics = "topic")
		void listen(String body) {
		}

	}

	@EnableJms
	@Configuration(proxyBeanMethods = false)
	static class JmsApplication extends Application {

		@Bean
		DefaultJmsListenerContainerFactory jmsListenerContainerFactory() {
			DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
			factory.setConnectionFactory(mock());
			factory.setAutoStartup(false);
			return factory;
		}

		@Bean
		JmsWorker worker() {
			return new JmsWorker();
		}

	}

	static class JmsWorker {

		@MeteredJob("listen")
		@JmsListener(id = "listener", destination = "queue")
		void listen(String body) {
		}

	}

	@EnableIntegration
	@Configuration(proxyBeanMethods = false)
	static class IntegrationApplication extends Application {

		@Bean
		DirectChannel input() {
			return new DirectChannel();
		}

		@Bean
		IntegrationWorker worker() {
			return new IntegrationWorker();
		}

	}

	static class IntegrationWorker {

		@MeteredJob("listen")
		@ServiceActivator(inputChannel = "input")
		void listen(String body) {
		}

	}

	@EnableScheduling
	@Configuration(proxyBeanMethods = false)
	static class SchedulingApplication extends Application {

		@Bean
		ScheduledWorker worker() {
			return new ScheduledWorker();
		}

	}

	static class ScheduledWorker {

		@MeteredJob("listen")
		@Scheduled(cron = "0 0 0 29 2 *")
		void listen() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EventApplication extends Application {

		@Bean
		EventWorker worker() {
			return new EventWorker();
		}

	}

	static class EventWorker {

		@MeteredJob("listen")
		@EventListener
		void listen(String event) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ApplicationListenerApplication extends Application {

		@Bean
		ListeningWorker worker() {
			return new ListeningWorker();
		}

	}

	static class ListeningWorker implements ApplicationListener<PayloadApplicationEvent<String>> {

		@Override
		@MeteredJob("listen")
		public void onApplicationEvent(PayloadApplicationEvent<String> event) {
		}

	}

}
