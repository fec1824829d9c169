#pragma once
// What this machine's sockets and disk can do at most with one kind of message: the figures a bench prints beside its
// own.
#include <filesystem>
#include <string>

namespace dalian::bench {

struct Limits {
  std::size_t frame_bytes = 0;
  double zeromq_messages_per_s = 0;     // PUSH to PULL over TCP loopback, one I/O thread each
  double sqlite_observations_per_s = 0; // the frame (100 observations) as a row, WAL, FULL, a commit per 10 MB
};

/// Takes about two seconds. `folder` is made when absent and holds a temporary database.
Limits measure_limits(std::string const& frame, std::filesystem::path const& folder);

} // namespace dalian::bench
