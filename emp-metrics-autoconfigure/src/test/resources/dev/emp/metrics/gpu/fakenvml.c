/*
 * A libnvidia-ml.so.1 without a GPU. What it answers stands in a file, which is read at
 * each call: FAKE_NVML_FILE (a macro of the build, so that two libraries in one process
 * have files of their own). One "key value" a line; a key of a GPU ends with ".<index>".
 * What is not in the file is not supported. -DWITHOUT_<function> leaves out a function.
 *
 *   init, count, driver       the code of nvmlInit_v2, the number of GPUs, a text
 *   all                       the code of everything after nvmlInit_v2, or 0
 *   hang                      milliseconds that nvmlDeviceGetUtilizationRates takes
 *   calls                     a file to which each Init, Shutdown and hang adds a line
 *   handle.0, code.0          the code of the handle, and of each question
 *   code.nvmlDevice....0      the code of one question
 *   name.0, uuid.0            texts; "%xx" is a byte
 *   gpu.0 memory.0 ...        numbers, as NVML gives them
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef unsigned int uint;
typedef unsigned long long ull;
typedef struct device { uint index; } device;

enum { NOT_SUPPORTED = 3, INVALID_ARGUMENT = 2, VERSION_MISMATCH = 25, UNINITIALIZED = 1 };

static device devices[512];
static int initialised;

static int find(const char *key, char *value, size_t size) {
	char line[1024];
	size_t length = strlen(key);
	FILE *file = fopen(FAKE_NVML_FILE, "r");
	int found = 0;
	if (!file)
		return 0;
	while (!found && fgets(line, sizeof line, file)) {
		if (!strncmp(line, key, length) && line[length] == ' ') {
			line[strcspn(line, "\n")] = 0;
			snprintf(value, size, "%s", line + length + 1);
			found = 1;
		}
	}
	fclose(file);
	return found;
}

static ull number(const char *key, ull otherwise) {
	char value[1024];
	return find(key, value, sizeof value) ? strtoull(value, NULL, 0) : otherwise;
}

static int number_of(const device *gpu, const char *key, ull *out) {
	char name[128], value[1024];
	snprintf(name, sizeof name, "%s.%u", key, gpu->index);
	if (!find(name, value, sizeof value))
		return NOT_SUPPORTED;
	*out = strtoull(value, NULL, 0);
	return 0;
}

static int code_of(const device *gpu, const char *function) {
	char key[128];
	ull code = 0;
	if (!initialised)
		return UNINITIALIZED;
	if (number("all", 0))
		return (int) number("all", 0);
	if (gpu < devices || gpu >= devices + 512)
		return INVALID_ARGUMENT;
	if (!number_of(gpu, "code", &code) && code)
		return (int) code;
	snprintf(key, sizeof key, "code.%s", function);
	number_of(gpu, key, &code);
	return (int) code;
}

static void note(const char *call) {
	char path[1024];
	FILE *file;
	if (find("calls", path, sizeof path) && (file = fopen(path, "a"))) {
		fprintf(file, "%s\n", call);
		fclose(file);
	}
}

static void sleep_ms(ull ms) {
	struct timespec time = { (time_t) (ms / 1000), (long) (ms % 1000) * 1000000 };
	nanosleep(&time, NULL);
}

/* Fills the whole place where a text has no end. */
static int text(const char *key, char *out, uint size) {
	char value[1024];
	uint length = 0;
	if (!find(key, value, sizeof value))
		return NOT_SUPPORTED;
	for (const char *next = value; *next && length < size; length++) {
		if (*next == '%' && next[1] && next[2]) {
			char hex[3] = { next[1], next[2], 0 };
			out[length] = (char) strtoul(hex, NULL, 16);
			next += 3;
		}
		else {
			out[length] = *next++;
		}
	}
	if (length < size)
		out[length] = 0;
	return 0;
}

static int text_of(const device *gpu, const char *function, const char *key, char *out, uint size) {
	char name[128];
	int code = code_of(gpu, function);
	snprintf(name, sizeof name, "%s.%u", key, gpu->index);
	return code ? code : text(name, out, size);
}

static int ask_uint(const device *gpu, const char *function, const char *key, uint *out) {
	ull value = 0;
	int code = code_of(gpu, function);
	if (!code && !(code = number_of(gpu, key, &value)))
		*out = (uint) value;
	return code;
}

static int ask_ull(const device *gpu, const char *function, const char *key, ull *out) {
	int code = code_of(gpu, function);
	return code ? code : number_of(gpu, key, out);
}

#ifndef WITHOUT_nvmlInit_v2
int nvmlInit_v2(void) {
	int code = (int) number("init", 0);
	note("init");
	initialised += code == 0;
	return code;
}
#endif

#ifndef WITHOUT_nvmlShutdown
int nvmlShutdown(void) {
	note("shutdown");
	initialised -= initialised > 0;
	return 0;
}
#endif

#ifndef WITHOUT_nvmlSystemGetDriverVersion
int nvmlSystemGetDriverVersion(char *version, uint length) {
	return text("driver", version, length);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetCount_v2
int nvmlDeviceGetCount_v2(uint *count) {
	*count = (uint) number("count", 0);
	return (int) (initialised ? number("all", 0) : UNINITIALIZED);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetHandleByIndex_v2
int nvmlDeviceGetHandleByIndex_v2(uint index, device **gpu) {
	ull code = 0;
	if (index >= 512)
		return INVALID_ARGUMENT;
	devices[index].index = index;
	*gpu = &devices[index];
	number_of(*gpu, "handle", &code);
	return (int) code;
}
#endif

#ifndef WITHOUT_nvmlDeviceGetName
int nvmlDeviceGetName(device *gpu, char *name, uint length) {
	return text_of(gpu, __func__, "name", name, length);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetUUID
int nvmlDeviceGetUUID(device *gpu, char *uuid, uint length) {
	return text_of(gpu, __func__, "uuid", uuid, length);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetUtilizationRates
int nvmlDeviceGetUtilizationRates(device *gpu, struct { uint gpu, memory; } *out) {
	int code;
	if (number("hang", 0)) {
		note("hang");
		sleep_ms(number("hang", 0));
	}
	code = ask_uint(gpu, __func__, "gpu", &out->gpu);
	return code ? code : ask_uint(gpu, __func__, "memory", &out->memory);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetMemoryInfo_v2
int nvmlDeviceGetMemoryInfo_v2(device *gpu, struct { uint version; ull total, reserved, free, used; } *out) {
	int code = code_of(gpu, __func__);
	if (!code && out->version != (sizeof *out | (2 << 24)))
		code = VERSION_MISMATCH;
	if (!code && !(code = number_of(gpu, "total", &out->total)) && !(code = number_of(gpu, "reserved", &out->reserved))
			&& !(code = number_of(gpu, "used", &out->used)))
		out->free = out->total - out->reserved - out->used;
	return code;
}
#endif

#ifndef WITHOUT_nvmlDeviceGetMemoryInfo
int nvmlDeviceGetMemoryInfo(device *gpu, struct { ull total, free, used; } *out) {
	ull reserved = 0;
	int code = code_of(gpu, __func__);
	if (!code && !(code = number_of(gpu, "total", &out->total)) && !(code = number_of(gpu, "used", &out->used))) {
		number_of(gpu, "reserved", &reserved);
		out->used += reserved;
		out->free = out->total - out->used;
	}
	return code;
}
#endif

#ifndef WITHOUT_nvmlDeviceGetEncoderUtilization
int nvmlDeviceGetEncoderUtilization(device *gpu, uint *out, uint *period) {
	*period = 167000;
	return ask_uint(gpu, __func__, "encoder", out);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetDecoderUtilization
int nvmlDeviceGetDecoderUtilization(device *gpu, uint *out, uint *period) {
	*period = 167000;
	return ask_uint(gpu, __func__, "decoder", out);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetTemperature
int nvmlDeviceGetTemperature(device *gpu, uint sensor, uint *out) {
	return sensor ? INVALID_ARGUMENT : ask_uint(gpu, __func__, "temperature", out);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetTemperatureV
int nvmlDeviceGetTemperatureV(device *gpu, struct { uint version, sensor; int temperature; } *out) {
	if (out->version != (sizeof *out | (1 << 24)))
		return VERSION_MISMATCH;
	return out->sensor ? INVALID_ARGUMENT : ask_uint(gpu, __func__, "temperature", (uint *) &out->temperature);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetPowerUsage
int nvmlDeviceGetPowerUsage(device *gpu, uint *out) {
	return ask_uint(gpu, __func__, "power", out);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetClockInfo
int nvmlDeviceGetClockInfo(device *gpu, uint type, uint *out) {
	return ask_uint(gpu, __func__, type == 1 ? "sm" : type == 2 ? "mem" : "none", out);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetTotalEnergyConsumption
int nvmlDeviceGetTotalEnergyConsumption(device *gpu, ull *out) {
	return ask_ull(gpu, __func__, "energy", out);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetCurrentClocksEventReasons
int nvmlDeviceGetCurrentClocksEventReasons(device *gpu, ull *out) {
	return ask_ull(gpu, __func__, "reasons", out);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetCurrentClocksThrottleReasons
int nvmlDeviceGetCurrentClocksThrottleReasons(device *gpu, ull *out) {
	return ask_ull(gpu, __func__, "reasons", out);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetTotalEccErrors
int nvmlDeviceGetTotalEccErrors(device *gpu, uint type, uint counter, ull *out) {
	return counter ? INVALID_ARGUMENT : ask_ull(gpu, __func__, type ? "uncorrected" : "corrected", out);
}
#endif

#ifndef WITHOUT_nvmlDeviceGetPcieReplayCounter
int nvmlDeviceGetPcieReplayCounter(device *gpu, uint *out) {
	return ask_uint(gpu, __func__, "replays", out);
}
#endif
