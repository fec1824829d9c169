// A twin's start: the newest state that was kept, and the log behind it, which is read meanwhile.
#include "twin/app/twin.hpp"
#include "twin/base/steady_time.hpp"
#include "twin/fusion/state_hash.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::app {

Status Twin::recover() {
  if (!recorder_) return {};
  auto const begin = steady_now();
  auto const& store = recorder_->store();
  auto newest = store.newest_state();
  if (!newest) return Error{newest.error()};
  recovery_.damaged_keyframes = newest->skipped;
  recovery_.read_s = to_seconds(steady_now() - begin);
  auto log = std::make_unique<LogAhead>(store, newest->after);
  recovery_.keyframe = newest->after > 0 && load_state(newest->bytes);
  bool const useless = newest->after > 0 && !recovery_.keyframe;
  newest->owner.reset();
  auto const loaded = steady_now();
  recovery_.load_s = to_seconds(loaded - begin) - recovery_.read_s;
  if (useless) log = std::make_unique<LogAhead>(store, 0);
  if (auto const replayed = replay(*log); !replayed) return replayed;
  auto const taken = steady_now();
  recovery_.replay_s = to_seconds(taken - loaded);
  twin_time_ns_ = std::max<std::int64_t>(0, to_unix_ns(fusion_.time()));
  feeds_.sweep(begin);
  publish();
  auto const end = steady_now();
  recovery_.publish_s = to_seconds(end - taken);
  recovery_.seconds = to_seconds(end - begin);
  if (config_.hash_recovered) recovery_.state_hash = fusion::state_hash(fusion_);
  keyframes_.emplace(fusion_, feeds_, *recorder_, FusionSetup{config_.fusion, surface_.get()}, config_.keyframe_period);
  return {};
}

/// False when it is no use: then nothing has changed.
bool Twin::load_state(std::string_view bytes) {
  auto const parts = keyframe_parts(bytes);
  if (!parts) return false;
  auto const same = check_setup(parts->feeds, {config_.fusion, surface_.get()});
  if (auto const loaded = same ? fusion_.load(parts->fusion) : same; !loaded) {
    if (config_.note) config_.note(fmt::format("all of history is taken again: the kept state {}", loaded.error()));
    return false;
  }
  take_feeds(parts->feeds, feeds_);
  return true;
}

Status Twin::replay(LogAhead& log) {
  auto const begin = steady_now();
  auto next_note = begin + std::chrono::seconds(1);
  while (LogAhead::Group const* const group = log.next()) {
    recover(*group);
    if (!config_.note || steady_now() < next_note) continue;
    next_note += std::chrono::seconds(1);
    config_.note(fmt::format("replaying history: {} records, {} observations, {:.0f} s", recovery_.records,
                             recovery_.observations, to_seconds(steady_now() - begin)));
  }
  if (!log.result()) return Error{log.result().error()};
  recovery_.damaged_chunks = log.result()->damaged_chunks;
  return {};
}

void Twin::recover(LogAhead::Group const& group) {
  fusion_.take(group.records);
  auto report = group.reports.begin();
  for (std::size_t i = 0; i < group.records.size(); ++i) {
    if (wire::Batch const* const batch = group.records[i].batch) feeds_.recover(*batch);
    if (report != group.reports.end() && report->record == i) feeds_.recover(report++->report);
  }
  recovery_.records += group.records.size();
  recovery_.observations += group.observations;
  recovery_.damaged_records += group.damaged;
}

} // namespace dalian::app
