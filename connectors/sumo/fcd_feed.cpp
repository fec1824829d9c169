#include "connectors/sumo/fcd_feed.hpp"

#include <fmt/format.h>
#include <thread>

namespace dalian::sumo {

using std::chrono::milliseconds;

FcdFeed::FcdFeed(std::unique_ptr<ByteSource> source, NetFrame frame, FeedOptions options, connectors::FeedOutput output,
                 Clock const& clock)
    : source_(std::move(source)), frame_(frame), options_(std::move(options)), output_(output), clock_(clock),
      time_(options_.time), converter_(options_.wire, details_), reader_(std::make_unique<FcdReader>(outcomes_)) {}

bool FcdFeed::step(milliseconds wait) {
  if (reader_->steps().empty()) return read(wait);
  auto const& next = reader_->steps().front();
  auto const now = clock_.now();
  if (!begun_) time_.begin(next.time_s, now);
  begun_ = true;
  if (auto const left = time_.until_due(next.time_s, now); left > Duration::zero()) {
    std::this_thread::sleep_for(std::min<Duration>(left, wait));
    return true;
  }
  publish(next, now);
  reader_->steps().pop_front();
  return true;
}

bool FcdFeed::read(milliseconds wait) {
  std::string_view bytes;
  switch (source_->next(bytes, wait)) {
  case ByteSource::Next::bytes:
    if (!reader_->feed(bytes)) give_up();
    return true;
  case ByteSource::Next::document_end:
    if (!reader_->finish() && options_.note)
      options_.note(
          fmt::format("{}: {}: the simulation ended before its document", source_->describe(), reader_->trouble()));
    reader_ = std::make_unique<FcdReader>(outcomes_);
    begun_ = false;
    return true;
  case ByteSource::Next::ended:
    return false;
  case ByteSource::Next::idle:
    break;
  }
  return true;
}

/// What was whole before the trouble is still told, with the next document.
void FcdFeed::give_up() {
  if (options_.note) options_.note(fmt::format("{}: {}", source_->describe(), reader_->trouble()));
  source_->skip_document();
  auto whole = std::move(reader_->steps());
  reader_ = std::make_unique<FcdReader>(outcomes_);
  reader_->steps() = std::move(whole);
  begun_ = begun_ && !reader_->steps().empty();
}

void FcdFeed::publish(Step const& step, Instant now) {
  auto const t_obs = time_.tell(step.time_s, now);
  details_.add("steps");
  if (output_.json != nullptr)
    for (auto const& mover : step.movers)
      *output_.json << to_json(mover, step.time_s, frame_) << '\n';
  converter_.convert(step, frame_, options_.types, t_obs, time_.received(t_obs, now),
                     [this](wire::Observation o) { output_.publish(std::move(o)); });
}

connectors::FeedCounts const& FcdFeed::counts() const {
  counts_.outcomes = outcomes_;
  counts_.details = details_;
  counts_.details.add("steps_moved_on", time_.moved());
  source_->tell(counts_.details);
  return counts_;
}

Result<double> last_second(ByteSource& source) {
  std::optional<double> last;
  XmlReader xml({.begin =
                     [&last](std::string_view name, XmlAttributes const& attributes) {
                       if (name == "timestep")
                         if (auto const time = attributes.number("time"); time && std::abs(*time) < kMostTime_s)
                           last = std::max(last.value_or(*time), *time);
                     },
                 .end = {}});
  std::string_view bytes;
  while (source.next(bytes, {}) == ByteSource::Next::bytes)
    if (!xml.feed(bytes)) break; // told when it is played
  if (!last) return Error{fmt::format("{}: holds no step of FCD output", source.describe())};
  return *last;
}

} // namespace dalian::sumo
