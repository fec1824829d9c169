#include "connectors/ais/feed.hpp"

#include "connectors/ais/json.hpp"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

namespace dalian::ais {
namespace {

using namespace std::chrono_literals;
using connectors::LineSource;
using connectors::RecordingClock;
using std::chrono::steady_clock;

constexpr auto kLookAfter = 50ms; // at least this often the sink gets a turn
constexpr auto kReport = 1s;
constexpr std::size_t kJsonBlock = 64 * 1024;

} // namespace

std::optional<RecordingClock::Span> recorded_span(LineSource& source) {
  std::optional<RecordingClock::Span> span;
  LineSource::Line line;
  while (source.next(line, 1000ms) != LineSource::Next::ended) {
    auto const time = split_tag_blocks(line.text).tags.received;
    if (!time) continue;
    if (!span) span = {*time, *time};
    span->first = std::min(span->first, *time);
    span->last = std::max(span->last, *time);
  }
  return span;
}

Feed::Feed(LineSource& source, FeedOptions options, Clock const& clock)
    : source_(source), options_(std::move(options)), clock_(clock),
      stream_(options_.kind, [this](Message const& m, Reception const& r) { handle(m, r); }), converter_(options_.crs) {
}

void Feed::run() {
  if (options_.kind == Stream::Kind::recording) {
    if (auto const span = recorded_span(source_)) {
      recording_.emplace(options_.time, options_.speed, *span, clock_.now());
      first_recorded_ = span->first;
    }
    source_.rewind();
  }
  started_ = looked_after_ = reported_ = steady_clock::now();
  LineSource::Line line;
  for (std::uint64_t round = 0; !options_.stopped(); ++round) {
    auto const next = source_.next(line, kLookAfter);
    if (next == LineSource::Next::line)
      take(line);
    else if (next == LineSource::Next::ended && !next_round())
      break;
    if (round % 64 == 0 || next != LineSource::Next::line) look_after(next == LineSource::Next::idle);
  }
  stream_.finish();
  write_json_out();
  if (options_.recorder != nullptr) options_.recorder->flush();
  if (options_.sink != nullptr) options_.sink->report(report(true));
}

void Feed::take(LineSource::Line const& line) {
  Instant const arrival = first_recorded_ ? *first_recorded_ : clock_.now();
  if (options_.recorder != nullptr) options_.recorder->write(line.text, arrival);
  stream_.take({line.text, arrival, line.origin, line.cut});
}

/// Starts a recording again when it is to be played for ever.
bool Feed::next_round() {
  if (!options_.loop || !source_.rewind()) return false;
  if (recording_)
    recording_->next_loop();
  else
    std::this_thread::sleep_for(kLookAfter); // without times nothing else sets the pace
  return true;
}

void Feed::handle(Message const& message, Reception const& reception) {
  if (recording_) wait_until_due(reception.received);
  if (is_weak_identity(message.mmsi)) ++feed_counts_.weak_identities;
  if (reception.own_ship) ++feed_counts_.own_ship;
  if (options_.json != nullptr) {
    write_json(message, reception, json_);
    if (json_.size() >= kJsonBlock) write_json_out();
  }
  if (options_.sink == nullptr) return;
  observations_.clear();
  converter_.convert(message, reception, recording_ ? reception.received : clock_.now(), observations_);
  feed_counts_.observations += observations_.size();
  for (auto& observation : observations_) {
    if (recording_) place(observation);
    events_.mark(observation, message.body.index());
    if (observation.event()) ++feed_counts_.events;
    options_.sink->publish(std::move(observation));
  }
}

/// Moves a recorded observation into the twin's time. Only now: the second of the minute, which AIS tells, belongs to
/// the recorded reception.
void Feed::place(wire::Observation& o) const {
  auto const moved = [this](std::uint64_t ns) {
    return static_cast<std::uint64_t>(to_unix_ns(recording_->feed_time(from_unix_ns(static_cast<std::int64_t>(ns)))));
  };
  o.set_t_obs(moved(o.t_obs()));
  o.set_t_rx(moved(o.t_rx()));
}

void Feed::wait_until_due(Instant recorded) {
  if (options_.speed <= 0) return;
  auto const due = started_ + recording_->due(recorded);
  while (steady_clock::now() < due && !options_.stopped()) {
    look_after(true);
    std::this_thread::sleep_for(std::min<steady_clock::duration>(due - steady_clock::now(), kLookAfter));
  }
}

/// What has to happen now and then, whatever the input does.
void Feed::look_after(bool idle) {
  auto const now = steady_clock::now();
  if (idle) {
    write_json_out();
    if (options_.recorder != nullptr) options_.recorder->flush();
  }
  if (!idle && now - looked_after_ < kLookAfter) return;
  looked_after_ = now;
  if (options_.kind == Stream::Kind::live) stream_.expire(clock_.now());
  if (options_.sink == nullptr) return;
  options_.sink->poll();
  if (now - reported_ < kReport) return;
  reported_ = now;
  options_.sink->report(report(false));
}

void Feed::write_json_out() {
  if (options_.json == nullptr || json_.empty()) return;
  options_.json->write(json_.data(), static_cast<std::streamsize>(json_.size()));
  options_.json->flush();
  json_.clear();
}

wire::FeedReport Feed::report(bool finished) const {
  wire::FeedReport report;
  report.set_protocol("ais");
  report.set_finished(finished);
  auto const& counts = stream_.counts();
  report.set_inputs(counts.lines);
  for (std::size_t i = 0; i < kOutcomeCount; ++i) {
    auto const outcome = static_cast<Outcome>(i);
    if (auto const n = counts.outcomes[outcome]) (*report.mutable_outcomes())[std::string(name(outcome))] = n;
  }
  auto& details = *report.mutable_details();
  auto const tell = [&](std::string const& what, std::uint64_t n) {
    if (n > 0) details[what] = n;
  };
  tell("messages", counts.messages);
  tell("observations", feed_counts_.observations);
  tell("events", feed_counts_.events);
  tell("weak_identity", feed_counts_.weak_identities);
  tell("own_ship", feed_counts_.own_ship);
  tell("tag_blocks_dropped", counts.tag_blocks_dropped);
  tell("surplus_bits", counts.surplus);
  for (std::size_t type = 0; type < counts.by_type.size(); ++type)
    tell(fmt::format("type_{}", type), counts.by_type[type]);
  for (auto const& [what, n] : source_.details())
    tell(what, n);
  if (time_shift() > Duration::zero()) details["time_shift_s"] = static_cast<std::uint64_t>(to_seconds(time_shift()));
  return report;
}

} // namespace dalian::ais
