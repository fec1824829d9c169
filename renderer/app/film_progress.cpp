#include "renderer/app/film_progress.hpp"

#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <unistd.h>

namespace dalian::viewer {

using Clock = std::chrono::steady_clock;

FilmProgress::FilmProgress(std::size_t frames)
    : frames_(frames), terminal_(::isatty(STDERR_FILENO) == 1), begun_(Clock::now()), told_(begun_) {}

void FilmProgress::frame(gpu::Picture const& picture) {
  for (std::size_t i = 0; i + 8 <= picture.rgba.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, picture.rgba.data() + i, sizeof word);
    hash_ = (hash_ ^ word) * 0x100000001b3;
  }
  ++done_;
  auto const every = terminal_ ? std::chrono::seconds(1) : std::chrono::seconds(10);
  if (done_ < frames_ && Clock::now() - told_ < every) return;
  told_ = Clock::now();
  tell();
}

void FilmProgress::tell() const {
  double const spent_s = std::chrono::duration<double>(told_ - begun_).count();
  double const each_s = spent_s / static_cast<double>(done_);
  fmt::print(stderr, "{}frame {} of {} · {:.2f} s each · {} left{}", terminal_ ? "\r" : "", done_, frames_, each_s,
             duration_text(each_s * static_cast<double>(frames_ - done_)), terminal_ && done_ < frames_ ? "   " : "\n");
}

std::string duration_text(double seconds) {
  auto const s = static_cast<long>(std::lround(seconds));
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} h {:02} min", s / 3600, s % 3600 / 60);
}

} // namespace dalian::viewer
