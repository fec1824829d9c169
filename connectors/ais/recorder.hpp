#pragma once
// Keeps what a live input sends, as a file that --file plays again: every line as it came, behind a tag block with the
// time of its arrival (milliseconds). A station's own time in the line still counts, since the later tag block wins.
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>

namespace dalian::ais {

class Recorder {
 public:
  /// Appends to the file, or makes it. The error names it.
  static Result<std::unique_ptr<Recorder>> open(std::filesystem::path const& file);

  void write(std::string_view line, Instant arrival);
  /// False once a write failed (a full disk): recording has ended, the feed goes on.
  bool good() const { return out_.good(); }
  void flush() { out_.flush(); }

 private:
  explicit Recorder(std::ofstream out) : out_(std::move(out)) {}
  std::ofstream out_;
};

} // namespace dalian::ais
