#pragma once
// Runs lines through a Stream and keeps what came out. Data views of the messages are not to be used afterwards.
#include "connectors/ais/stream.hpp"

#include <string>
#include <vector>

namespace dalian::ais::test {

inline constexpr Instant kNow = std::chrono::sys_days{std::chrono::year{2026} / 9 / 26} + std::chrono::hours(8);

struct Collected {
  std::vector<Message> messages;
  std::vector<Reception> receptions; // station views are cleared
  std::vector<std::string> stations;
  Stream stream;

  explicit Collected(Stream::Kind kind = Stream::Kind::live)
      : stream(kind, [this](Message const& m, Reception const& r) {
          messages.push_back(m);
          receptions.push_back(r);
          receptions.back().station = {};
          stations.emplace_back(r.station);
        }) {}

  Collected& take(std::string_view text, Instant arrival = kNow, std::uint32_t origin = 0) {
    stream.take({text, arrival, origin});
    return *this;
  }
  Collected& finish() {
    stream.finish();
    return *this;
  }
  std::uint64_t count(Outcome outcome) const { return stream.counts().outcomes[outcome]; }
  bool adds_up() const { return stream.counts().outcomes.sum() == stream.counts().lines; }
};

/// What becomes of a single line.
inline Outcome outcome_of(std::string_view line) {
  Collected c;
  c.take(line).finish();
  for (std::size_t i = 0; i < kOutcomeCount; ++i)
    if (c.count(static_cast<Outcome>(i)) == 1 && c.adds_up()) return static_cast<Outcome>(i);
  return Outcome::waiting; // cannot be after finish
}

} // namespace dalian::ais::test
