#pragma once
// What each thread of this process has computed, by name: where the CPU seconds of a bench go.
#include <map>
#include <string>

namespace dalian::bench {

/// CPU seconds of the living threads; those of one name together.
std::map<std::string, double> thread_cpu_seconds();

} // namespace dalian::bench
