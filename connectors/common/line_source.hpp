#pragma once
// Where text protocols come from: a file, standard input, UDP datagrams, a TCP server. Knows no protocol. One thread;
// waits at most as long as it is told, so its user can also look after other things and stop.
#include "connectors/common/line_buffer.hpp"
#include "twin/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace dalian::connectors {

/// Bytes of a line that are kept; the rest is cut.
inline constexpr std::size_t kMaxLine = 1024;

class LineSource {
 public:
  enum class Next : std::uint8_t {
    line,  // `line` holds one
    idle,  // nothing came in the time given
    ended, // nothing more will come
  };
  struct Line : RawLine {
    std::uint32_t origin = 0; // tells senders apart
  };

  virtual ~LineSource() = default;
  virtual Next next(Line& line, std::chrono::milliseconds wait) = 0;
  /// Starts again from the beginning; false where that cannot be.
  virtual bool rewind() { return false; }
  /// Counts worth showing beside those of the protocol: reconnects, datagrams, …
  virtual std::map<std::string, std::uint64_t> details() const { return {}; }
  /// What it reads and, when it is not well, why: "tcp://host:port (connecting)".
  virtual std::string describe() const = 0;
};

/// A regular file, or a pipe. The error names the file.
Result<std::unique_ptr<LineSource>> open_file(std::filesystem::path const& file);
std::unique_ptr<LineSource> open_standard_input();

} // namespace dalian::connectors
