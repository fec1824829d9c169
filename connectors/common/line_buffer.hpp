#pragma once
// Cuts a stream of bytes into lines with bounded memory, whatever arrives. Lines end with LF or CR LF; the last one may
// lack its end. Knows no descriptor and no protocol.
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace dalian::connectors {

struct RawLine {
  std::string_view text; // without its end; until the next call on the buffer
  bool cut = false;      // longer than the cap: only its beginning is here, the rest is thrown away
};

class LineBuffer {
 public:
  /// Lines above `max_line` bytes are cut. `capacity` bytes are read at most at once.
  explicit LineBuffer(std::size_t max_line, std::size_t capacity = 256 * 1024);

  /// Where to read the next bytes to; never empty. Invalidates lines handed out.
  std::span<char> space();
  void commit(std::size_t bytes) { end_ += bytes; }

  /// The next whole line, nothing when more bytes are needed.
  std::optional<RawLine> next();
  /// What is left when the input has ended without an end of line.
  std::optional<RawLine> rest();
  void clear() { begin_ = end_ = 0, skipping_ = false; }

 private:
  std::size_t max_line_;
  std::vector<char> bytes_;
  std::size_t begin_ = 0, end_ = 0;
  bool skipping_ = false; // the beginning of the present line was handed out as cut
};

} // namespace dalian::connectors
