#include "twin/fusion/track_lifecycle.hpp"

namespace dalian::fusion {

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
