#pragma once
// A file that somebody else may write while it is shown.
#include <filesystem>

namespace dalian::workplaces {

class WatchedFile {
 public:
  WatchedFile() = default;
  /// From what it is now on.
  explicit WatchedFile(std::filesystem::path file) : file_(std::move(file)), time_(written()) {}

  std::filesystem::path const& path() const { return file_; }
  /// It was written, or came or went, since this was last true; looks every two seconds of `wall_s`, a steady clock.
  bool changed(double wall_s) {
    constexpr double kLookAgain_s = 2;
    if (wall_s - looked_s_ < kLookAgain_s) return false;
    looked_s_ = wall_s;
    auto const now = written();
    bool const other = now != time_;
    time_ = now;
    return other;
  }

 private:
  std::filesystem::file_time_type written() const {
    std::error_code failed; // then the least there is
    return std::filesystem::last_write_time(file_, failed);
  }

  std::filesystem::path file_;
  std::filesystem::file_time_type time_;
  double looked_s_ = 0;
};

} // namespace dalian::workplaces
