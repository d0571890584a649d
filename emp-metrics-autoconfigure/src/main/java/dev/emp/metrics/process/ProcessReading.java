package dev.emp.metrics.process;

/**
 * What is known of this process at one moment; NaN is unknown.
 *
 * @param heap used bytes of the heap
 * @param heapTotal committed bytes of the heap
 * @param nonheap used bytes beside the heap
 * @param rss resident bytes of the process
 * @param cpuUtilization processor time since the last reading over what there was, 0 to 1
 * @param threads threads of the process
 * @param descriptors open descriptors
 */
record ProcessReading(double heap, double heapTotal, double nonheap, double rss, double cpuUtilization, double threads,
		double descriptors) {

}
