#include "renderer/app/input_meter.hpp"

#include <algorithm>

namespace dalian::viewer {

void InputMeter::looked(Look const& look) {
  if (look.events > last_.events) waiting_.push_back({look.events, look.waited ? look : last_, 0});
  last_ = look;
}

void InputMeter::given(std::uint64_t events, std::uint64_t frame) {
  for (Event& event : waiting_)
    if (event.frame == 0 && event.number <= events) event.frame = frame;
}

void InputMeter::finished(std::uint64_t frame, double wall_s) {
  while (!waiting_.empty() && waiting_.front().frame != 0 && waiting_.front().frame <= frame) {
    Event const& event = waiting_.front();
    ++measured_;
    most_frames_ = std::max(most_frames_, event.frame - event.came.drawn);
    took_s_.push_back(wall_s - event.came.wall_s);
    if (took_s_.size() > kMost) took_s_.pop_front();
    waiting_.pop_front();
  }
}

workplaces::Spread InputMeter::spread() const {
  return workplaces::spread_of({took_s_.begin(), took_s_.end()});
}

} // namespace dalian::viewer
