#include "renderer/app/feed_meter.hpp"

#include <algorithm>

namespace dalian::viewer {

void FeedMeter::update(view::CityView const& view, double wall_s) {
  while (!samples_.empty() && wall_s - samples_.front().wall_s > kWindow_s)
    samples_.pop_front();
  if (started_ && view.version() == version_) return;
  version_ = view.version();
  std::unordered_map<std::uint32_t, Instant> now;
  now.reserve(view.movers().size());
  Sample sample{wall_s, 0};
  view::Mover const* newest = nullptr;
  for (view::Mover const& m : view.movers()) {
    now.emplace(m.handle, m.t0);
    auto const before = seen_.find(m.handle);
    if (before == seen_.end() || before->second != m.t0) ++sample.updates;
    if (newest == nullptr || m.t0 > newest->t0) newest = &m;
  }
  if (newest != nullptr && (newest->t0 != newest_ || source_.empty())) {
    newest_ = newest->t0;
    auto const inspection = view.inspect(newest->handle, newest->t0);
    source_ = inspection && !inspection->sources.empty() ? inspection->sources.front() : std::string();
  }
  if (started_) samples_.push_back(sample); // what was there before the first look is no rate
  seen_ = std::move(now);
  started_ = true;
}

FeedState FeedMeter::state(Instant now) const {
  FeedState state;
  state.movers = seen_.size();
  if (state.movers == 0) return state;
  std::size_t updates = 0;
  for (Sample const& sample : samples_)
    updates += sample.updates;
  state.updates_per_s = static_cast<double>(updates) / kWindow_s;
  state.age_s = std::max(0.0, to_seconds(now - newest_));
  state.source = source_;
  return state;
}

} // namespace dalian::viewer
