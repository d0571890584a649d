package dev.emp.metrics.gpu;

/**
 * Who a GPU is. What is unknown is empty.
 *
 * @param index the index as the driver counts, "0", "1"
 * @param uuid the identifier that the GPU keeps
 * @param name the name of the product
 * @param driver the version of the driver
 * @param address where it is on the bus, which tells it from others without a UUID
 */
record GpuIdentity(String index, String uuid, String name, String driver, String address) {

	GpuIdentity(String index, String uuid, String name, String driver) {
		this(index, uuid, name, driver, "");
	}

	/**
	 * Who it is, for a log.
	 * @return its index, and in brackets what else is known
	 */
	String text() {
		String who = (this.name + " " + this.uuid).strip();
		return "GPU " + this.index + (who.isEmpty() ? "" : " (" + who + ")");
	}

	/**
	 * What tells the GPU from another that has its index before or after it.
	 * @return the UUID, else the address, or all that is known where there is none
	 */
	Object thing() {
		String known = this.uuid.isBlank() ? this.address : this.uuid;
		return known.isBlank() ? this : known;
	}

}
