#include "connectors/sumo/traci_feed.hpp"

#include <algorithm>
#include <array>

namespace dalian::sumo {

using std::chrono::milliseconds;

TraciFeed::TraciFeed(Options options, connectors::FeedOutput output, Clock const& clock)
    : options_(std::move(options)), output_(output), clock_(clock), time_(options_.feed.time),
      converter_(options_.feed.wire, details_), link_(options_.address, options_.link) {}

/// SUMO ends when the last of its clients says good-bye.
TraciFeed::~TraciFeed() {
  link_.send(TraciSession::close_message());
}

bool TraciFeed::step(milliseconds wait) {
  options_.tend();
  auto const left = std::chrono::ceil<milliseconds>(until_due(clock_.now()));
  read(held_ ? std::clamp(left, milliseconds(0), wait) : wait);
  if (session_ != nullptr) drive();
  return !ended_;
}

Duration TraciFeed::until_due(Instant now) const {
  return held_ ? time_.until_due(held_->time_s, now) : Duration::zero();
}

void TraciFeed::read(milliseconds wait) {
  std::array<char, 64 * 1024> bytes;
  if (held_) link_.excuse_silence(); // it is we who say nothing
  auto const n = link_.step(bytes, wait);
  received_.append(bytes.data(), n);
  if (!link_.connected()) {
    session_.reset();
    held_.reset(); // its time has not come, and its SUMO is gone
    return;
  }
  if (link_.connections() != connection_) {
    connection_ = link_.connections();
    received_.clear();
    begun_ = false;
    session_ = std::make_unique<TraciSession>(options_.session, outcomes_);
  }
  take_messages();
}

void TraciFeed::take_messages() {
  std::size_t at = 0;
  while (session_ != nullptr && received_.size() - at >= traci::kLengthBytes) {
    traci::Bytes const rest{reinterpret_cast<std::uint8_t const*>(received_.data()) + at, received_.size() - at};
    auto const size = traci::message_size(rest);
    if (!size) {
      outcomes_.add("bad_message");
      return give_up("a message of impossible length");
    }
    if (rest.size() < *size) break;
    at += *size;
    if (!session_->take(rest.subspan(traci::kLengthBytes, *size - traci::kLengthBytes)))
      return give_up(session_->trouble());
  }
  received_.erase(0, at);
}

void TraciFeed::give_up(std::string why) {
  received_.clear();
  session_.reset();
  held_.reset();
  link_.lose(std::move(why));
}

void TraciFeed::drive() {
  auto const now = clock_.now();
  if (!held_) held_ = session_->take_step();
  if (held_ && !begun_) {
    time_.begin(held_->time_s, now);
    begun_ = true;
  }
  if (held_ && until_due(now) <= Duration::zero()) {
    publish(*held_, now);
    held_.reset();
    ended_ = options_.ends && session_->nothing_left();
  }
  if (!held_ && !ended_ && session_->ready()) session_->ask_step();
  if (auto const output = session_->take_output(); !output.empty()) link_.send(output);
}

void TraciFeed::publish(Step const& step, Instant now) {
  auto const t_obs = time_.tell(step.time_s, now);
  details_.add("steps");
  if (output_.json != nullptr)
    for (auto const& mover : step.movers)
      *output_.json << to_json(mover, step.time_s, session_->frame()) << '\n';
  converter_.convert(step, session_->frame(), session_->types(), t_obs, time_.received(t_obs, now),
                     [this](wire::Observation o) { output_.publish(std::move(o)); });
}

connectors::FeedCounts const& TraciFeed::counts() const {
  counts_.outcomes = outcomes_;
  counts_.details = details_;
  counts_.details.add("steps_moved_on", time_.moved());
  counts_.details.add("tcp_connections", link_.connections());
  counts_.details.add("tcp_failures", link_.failures());
  return counts_;
}

} // namespace dalian::sumo
