#pragma once
// The radio traffic of the fleet: which ship says what when, by the reporting intervals of ITU-R M.1371, as NMEA bytes
// in the order of their reception. Deterministic for (plan, seed, start). One thread.
#include "connectors/synth/fleet.hpp"
#include "twin/base/time.hpp"

#include <queue>
#include <string>
#include <vector>

namespace dalian::synth {

struct TimedSentences {
  Instant at;
  std::string nmea; // one or more whole lines
};

class AisTraffic {
 public:
  AisTraffic(std::vector<Vessel> fleet, std::vector<Aid> aids, std::uint64_t seed, Instant start);

  bool empty() const { return queue_.empty(); }
  Instant next_time() const { return queue_.top().at; }
  TimedSentences next();
  std::vector<Vessel> const& fleet() const { return fleet_; }

 private:
  enum class Say : std::uint8_t { position, voyage, part_a, part_b, aid };
  struct Due {
    Instant at;
    std::uint32_t subject; // index into fleet_ or aids_
    Say say;
    bool operator>(Due const& o) const {
      return at != o.at ? at > o.at : subject != o.subject ? subject > o.subject : say > o.say;
    }
  };

  std::string position_report(Vessel const& vessel, Instant at, Duration& interval);
  std::string static_report(Vessel const& vessel, Say say, Instant at);
  std::string aid_report(Aid const& aid, Instant at);
  std::string write(BitString const& message, std::string_view talker, Instant at);

  std::vector<Vessel> fleet_;
  std::vector<Aid> aids_;
  Instant start_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> queue_;
  unsigned sent_ = 0;
};

/// Autonomous-mode interval between two position reports (ITU-R M.1371-5, Annex 1, tables 1 and 2).
Duration class_a_interval(NavStatus status, double speed_kn, bool changing_course);
Duration class_b_interval(double speed_kn); // carrier-sense units

} // namespace dalian::synth
