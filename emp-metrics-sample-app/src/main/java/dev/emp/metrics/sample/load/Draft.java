package dev.emp.metrics.sample.load;

import dev.emp.metrics.sample.queue.JobInput;
import dev.emp.metrics.sample.queue.JobType;
import dev.emp.metrics.sample.queue.Priority;

/**
 * A job that the driver is about to send.
 *
 * @param type what is to be done
 * @param priority how urgent it is
 * @param input the bytes to work on
 */
record Draft(JobType type, Priority priority, JobInput input) {

}
