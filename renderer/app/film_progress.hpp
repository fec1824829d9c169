#pragma once
// How far a film is, told on stderr about once a second, and a hash of all its pixels: two runs of one story give one
// number.
#include "renderer/gpu/png_file.hpp"

#include <chrono>

namespace dalian::viewer {

class FilmProgress {
 public:
  explicit FilmProgress(std::size_t frames);

  void frame(gpu::Picture const& picture);
  /// FNV-1a, 64 bits, over 64-bit words of the pixels of all frames so far.
  std::uint64_t hash() const { return hash_; }

 private:
  void tell() const;

  std::size_t frames_, done_ = 0;
  std::uint64_t hash_ = 0xcbf29ce484222325;
  bool terminal_;
  std::chrono::steady_clock::time_point begun_, told_;
};

/// "40 s", "5 min 28 s", "1 h 05 min".
std::string duration_text(double seconds);

} // namespace dalian::viewer
