package dev.emp.metrics.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.EnableRabbit;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.GenericMessageListener;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whoever takes a bean takes it metered, in whatever order it was asked.
 */
class TakenBeanTests extends ChainContext {

	@ParameterizedTest
	@MethodSource("corners")
	void countsWhatAContainerOfRabbitCalls(Chain chain) {
		runner(chain).withUserConfiguration(Rabbit.class).run((context) -> {
			AbstractMessageListenerContainer container = (AbstractMessageListenerContainer) Objects
				.requireNonNull(context.getBean(RabbitListenerEndpointRegistry.class).getListenerContainer("rabbit"));
			((ChannelAwareMessageListener) Objects.requireNonNull(container.getMessageListener()))
				.onMessage(new Message("a".getBytes(StandardCharsets.UTF_8)), null);
			assertAttempts("rabbit", 1, 0);
		});
	}

	@ParameterizedTest
	@MethodSource("corners")
	@SuppressWarnings("unchecked")
	void countsWhatAContainerOfKafkaCalls(Chain chain) {
		runner(chain).withUserConfiguration(Kafka.class).run((context) -> {
			MessageListenerContainer container = context.getBean(KafkaListenerEndpointRegistry.class)
				.getListenerContainer("kafka");
			assertThat(container).isNotNull();
			((GenericMessageListener<ConsumerRecord<String, String>>) Objects
				.requireNonNull(container.getContainerProperties().getMessageListener()))
				.onMessage(new ConsumerRecord<>("topic", 0, 0, "key", "a"), null, null);
			assertAttempts("kafka", 1, 0);
		});
	}

	@ParameterizedTest
	@MethodSource("corners")
	void countsWhatTheSchedulerAndAnEventCall(Chain chain) {
		runner(chain).withUserConfiguration(Clockwork.class).run((context) -> {
			context.getBean(ScheduledAnnotationBeanPostProcessor.class)
				.getScheduledTasks()
				.forEach((task) -> task.getTask().getRunnable().run());
			context.publishEvent("a");
			assertAttempts("tick", 1, 0);
			assertAttempts("heard", 1, 0);
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { Ordered.HIGHEST_PRECEDENCE + 2, 0, Ordered.LOWEST_PRECEDENCE })
	void countsTheCallsOfAPostProcessorThatTakesABean(int order) {
		Taker taker = new Taker(order, new ArrayList<>());
		runner().withBean("taker", Taker.class, () -> taker).withBean(Worker.class).run((context) -> {
			((Worker) taker.taken().get(0)).run();
			assertAttempts("work", 1, 0);
		});
	}

	@ParameterizedTest
	@MethodSource("corners")
	void countsTheCallsOfABeanInACircle(Chain chain) {
		runner(chain).withAllowCircularReferences(true).withBean(First.class).withBean(Second.class).run((context) -> {
			context.getBean(First.class).run();
			assertAttempts("first", 1, 0);
			assertAttempts("second", 1, 0);
			context.getBean(Second.class).back();
			assertAttempts("first", 2, 0);
			assertAttempts("second", 2, 0);
		});
	}

	@Test
	void countsTheCallsOfABeanInACircleWithoutAnyOtherAdvice() {
		runner().withAllowCircularReferences(true).withBean(First.class).withBean(Second.class).run((context) -> {
			context.getBean(Second.class).back();
			assertAttempts("first", 1, 0);
			assertAttempts("second", 1, 0);
		});
	}

	@ParameterizedTest
	@MethodSource("corners")
	void countsTheCallsOfEachInstanceOfAPrototype(Chain chain) {
		runner(chain).withUserConfiguration(Prototypes.class).run((context) -> {
			context.getBean(Worker.class).run();
			context.getBean(Worker.class).run();
			assertThat(context.getBean(Worker.class)).isNotSameAs(context.getBean(Worker.class));
			assertAttempts("work", 2, 0);
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableRabbit
	static class Rabbit {

		@Bean
		SimpleRabbitListenerContainerFactory rabbitListenerContainerFactory() {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(new CachingConnectionFactory("localhost", 1));
			factory.setAutoStartup(false);
			return factory;
		}

		@Bean
		RabbitHandler rabbitHandler() {
			return new RabbitHandler();
		}

	}

	public static class RabbitHandler {

		@MeteredJob("rabbit")
		@RabbitListener(id = "rabbit", queues = "queue")
		public void handle(Message message) {
			assertThat(message.getBody()).isNotEmpty();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableKafka
	static class Kafka {

		@Bean
		ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory() {
			ConcurrentKafkaListenerContainerFactory<String, String> factory = new ConcurrentKafkaListenerContainerFactory<>();
			factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(Map.of()));
			factory.setAutoStartup(false);
			return factory;
		}

		@Bean
		KafkaHandler kafkaHandler() {
			return new KafkaHandler();
		}

	}

	public static class KafkaHandler {

		@MeteredJob("kafka")
		@KafkaListener(id = "kafka", topics = "topic")
		public void handle(String text) {
			assertThat(text).isEqualTo("a");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Clockwork {

		@Bean
		Clockwork.Handler handler() {
			return new Handler();
		}

		public static class Handler {

			@MeteredJob("tick")
			@Scheduled(fixedRate = 1_000_000, initialDelay = 1_000_000)
			public void tick() {
			}

			@MeteredJob("heard")
			@EventListener
			public void hear(String event) {
				assertThat(event).isEqualTo("a");
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototypes {

		@Bean
		@Scope("prototype")
		Worker worker() {
			return new Worker();
		}

	}

	public static class Worker {

		@MeteredJob("work")
		public void run() {
		}

	}

	public static class First {

		@Autowired
		@Nullable Second second;

		@MeteredJob("first")
		@Transactional
		public void run() {
			if (this.second != null) {
				this.second.run();
			}
		}

	}

	public static class Second {

		@Autowired
		@Nullable First first;

		@MeteredJob("second")
		public void run() {
		}

		public void back() {
			if (this.first != null) {
				this.first.run();
			}
		}

	}

	/**
	 * Keeps what it is given.
	 *
	 * @param order its order
	 * @param taken what it was given
	 */
	private record Taker(int order, List<Object> taken) implements BeanPostProcessor, Ordered {

		@Override
		public int getOrder() {
			return this.order;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (bean instanceof Worker) {
				this.taken.add(bean);
			}
			return bean;
		}

	}

}
