#pragma once
// The peer of bench_ingest: a real redis-server on loopback that keeps every observation in a stream (XADD) and every
// last position in a geographic index (GEOADD), with an append-only file synced each second. It neither fuses nor tells
// anybody, and may lose its last second.
#include "twin/base/result.hpp"

#include <cstdint>
#include <filesystem>

namespace dalian::bench {

struct RedisFigures {
  double observations_per_s = 0;     // wall time, 100 observations in a pipeline
  double observations_per_cpu_s = 0; // CPU seconds of the server
};

/// Starts a redis-server of its own in `folder` and stops it. Fails with one line when there is none.
Result<RedisFigures> measure_redis(std::uint64_t observations, std::uint64_t entities,
                                   std::filesystem::path const& folder);

} // namespace dalian::bench
