#include "twin/fusion/track_lifecycle.hpp"

namespace dalian::fusion {

Duration end_limit(state::Kind kind) {
  using std::chrono::minutes;
  switch (kind) {
  case state::Kind::road_vehicle:
    return minutes(1);
  case state::Kind::aircraft:
    return minutes(10);
  default:
    return minutes(30);
  }
}

void ExpiryQueue::expire(Instant now, std::function<Instant(std::uint32_t)> const& deadline_of,
                         std::function<void(std::uint32_t)> const& end) {
  while (!queue_.empty() && queue_.top().deadline < now) {
    std::uint32_t const slot = queue_.top().slot;
    queue_.pop();
    Instant const deadline = deadline_of(slot);
    if (deadline < now)
      end(slot);
    else
      watch(slot, deadline);
  }
}

} // namespace dalian::fusion
