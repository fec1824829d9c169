#pragma once
// How the feeds fare, as seen from the pictures of the twin: updates per second, age of the newest, by source. One
// thread.
#include "twin/base/time.hpp"
#include "twin/view/city_view.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

namespace dalian::viewer {

struct FeedState {
  std::size_t movers = 0;
  double updates_per_s = 0; // over the last few seconds
  double age_s = 0;         // of the newest observation; meaningless without movers
  std::string source;       // of the newest observation; "" without movers
};

class FeedMeter {
 public:
  /// Call with every new version of the view. `wall_s` is any steady clock.
  void update(view::CityView const& view, double wall_s);
  FeedState state(Instant now) const;

 private:
  static constexpr double kWindow_s = 5;
  struct Sample {
    double wall_s = 0;
    std::size_t updates = 0;
  };
  std::unordered_map<std::uint32_t, Instant> seen_; // t0 of each mover when last looked at
  std::deque<Sample> samples_;
  std::uint64_t version_ = 0;
  bool started_ = false;
  Instant newest_{};
  std::string source_;
};

} // namespace dalian::viewer
