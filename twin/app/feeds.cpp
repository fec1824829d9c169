#include "twin/app/feeds.hpp"

#include "twin/wire/endpoints.hpp"

#include <algorithm>
#include <utility>

namespace dalian::app {

FeedEpoch* Feed::find(std::uint64_t epoch) {
  auto const it = std::find_if(epochs.rbegin(), epochs.rend(), [&](auto const& e) { return e.epoch == epoch; });
  return it == epochs.rend() ? nullptr : &*it;
}

void Feed::note_lag(wire::Batch const& batch) {
  for (auto const& o : batch.observations())
    lag.record(Duration(static_cast<std::int64_t>(o.t_rx() - o.t_obs()))); // both within wire::check's bounds
}

Feed* Feeds::open_feed(std::string_view source) {
  if (auto const it = feeds_.find(source); it != feeds_.end()) return &it->second;
  if (feeds_.size() >= kMaxFeeds) return nullptr;
  auto& feed = feeds_[std::string(source)];
  feed.source = source;
  feed.observations = {limits_.observations_per_s, limits_.observations_per_s}; // burst: what a second may hold
  feed.bytes = {limits_.bytes_per_s, limits_.bytes_per_s};
  return &feed;
}

FeedEpoch& Feeds::open_epoch(Feed& feed, std::uint64_t epoch) {
  if (auto* known = feed.find(epoch)) return *known;
  if (feed.epochs.size() >= kMaxEpochs) {
    feed.superseded.erase(feed.epochs.front().epoch);
    feed.epochs.pop_front();
  }
  feed.epochs.emplace_back();
  feed.epochs.back().epoch = epoch;
  return feed.epochs.back();
}

/// Settles who speaks for the feed when another connection claims it; not empty = the claim is refused.
std::string_view Feeds::supersede(Feed& feed, std::string const& connection, std::uint64_t epoch, Instant now) {
  bool const contested = !feed.connection.empty() && feed.connection != connection && now - feed.heard < kSilence &&
                         feed.live_epoch != epoch;
  if (!contested) return {};
  if (feed.superseded.count(epoch) != 0) return kReplaced;
  feed.superseded.insert(feed.live_epoch);
  return {};
}

wire::Grant Feeds::hello(std::string const& connection, wire::Hello const& hello, Instant now) {
  wire::Grant answer;
  answer.set_source(hello.source());
  answer.set_epoch(hello.epoch());
  if (connections_.size() >= kMaxConnections && connections_.count(connection) == 0) {
    answer.set_refused("too many connections");
    return answer;
  }
  Feed* feed = open_feed(hello.source());
  if (!feed) {
    answer.set_refused("too many sources");
    return answer;
  }
  if (auto const reason = supersede(*feed, connection, hello.epoch(), now); !reason.empty()) {
    answer.set_refused(std::string(reason));
    return answer;
  }
  if (feed->live_epoch != hello.epoch()) feed->report.Clear();
  feed->connection = connection;
  feed->live_epoch = hello.epoch();
  feed->heard = now;
  feed->finished = false;
  open_epoch(*feed, hello.epoch());
  connections_[connection] = {feed, hello.epoch(), now};
  note_credit(*feed);
  return grant(*feed);
}

Feeds::Speaker Feeds::speaker(std::string const& connection, std::string_view source, std::uint64_t epoch,
                              Instant now) {
  auto const it = connections_.find(connection);
  if (it == connections_.end()) return {nullptr, nullptr, wire::kHelloFirst};
  it->second.heard = now;
  Feed& feed = *it->second.feed;
  if (feed.source != source) return {nullptr, nullptr, "wrong_source"};
  if (it->second.epoch != epoch) return {nullptr, nullptr, "wrong_epoch"};
  if (feed.connection != connection) return {nullptr, nullptr, kReplaced};
  feed.heard = now;
  return {&feed, &open_epoch(feed, epoch), {}};
}

void Feeds::recover(wire::Batch const& batch) {
  Feed* feed = open_feed(batch.source());
  auto const n = static_cast<std::uint64_t>(batch.observations_size());
  if (!feed || n == 0) return;
  auto& known = open_epoch(*feed, batch.epoch());
  for (std::uint64_t k = 0; k < n; ++k)
    known.taken.take(batch.first_seq() + k);
  known.recorded_seq = known.stored_seq = std::max(known.stored_seq, batch.first_seq() + n - 1);
  feed->provenance = batch.provenance();
  feed->received += n;
  feed->accepted += n;
  feed->accepted_at_rate = feed->accepted;
}

void Feeds::recover(wire::FeedReport const& report) {
  if (Feed* feed = open_feed(report.source())) {
    feed->report = report;
    feed->finished = report.finished();
  }
}

void Feeds::stored(std::string const& source, std::uint64_t epoch, std::uint64_t seq) {
  auto const it = feeds_.find(source);
  if (it == feeds_.end()) return;
  FeedEpoch* known = it->second.find(epoch);
  if (!known) return;
  known->stored_seq = std::max(known->stored_seq, std::min(seq, known->store_limit.value_or(seq)));
  want_grant(it->second);
}

bool Feeds::admit(Feed& feed, std::uint64_t n, std::size_t bytes, Instant now) {
  feed.received_bytes += bytes;
  feed.observations.refill(now);
  feed.bytes.refill(now);
  auto const many = static_cast<double>(n), large = static_cast<double>(bytes);
  if (!feed.observations.has(many, kOverdraft) || !feed.bytes.has(large, kOverdraftBytes)) {
    feed.shut_out_until = now + kShutOut;
    return false;
  }
  feed.observations.take(many, kOverdraft);
  feed.bytes.take(large, kOverdraftBytes);
  return true;
}

bool Feeds::is_shut_out(std::string const& connection, Instant now) const {
  auto const it = connections_.find(connection);
  return it != connections_.end() && now < it->second.feed->shut_out_until;
}

std::uint32_t Feeds::credit(Feed const& feed) const {
  auto const mean =
      feed.received > 0 ? static_cast<double>(feed.received_bytes) / static_cast<double>(feed.received) : 1;
  auto const room = std::min(feed.observations.tokens(), feed.bytes.tokens() / std::max(1.0, mean));
  return static_cast<std::uint32_t>(std::clamp(room, 0.0, static_cast<double>(kCredit)));
}

void Feeds::want_grant(Feed& feed) {
  if (!std::exchange(feed.grant_due, true)) due_.push_back(&feed);
}

void Feeds::note_credit(Feed& feed) {
  feed.told_credit = credit(feed);
  if (feed.told_credit < kCredit && !std::exchange(feed.short_of_credit, true)) short_of_credit_.push_back(&feed);
}

std::vector<Feed*> Feeds::take_due(Instant now) {
  // A quarter of the credit is worth a word: seldom enough to cost nothing, and more than a batch needs.
  constexpr std::uint32_t kWorthTelling = kCredit / 4;
  std::erase_if(short_of_credit_, [&](Feed* feed) {
    feed->observations.refill(now);
    feed->bytes.refill(now);
    auto const now_free = credit(*feed);
    auto const small_burst = static_cast<std::uint32_t>(std::min(1e9, feed->observations.burst() / 4));
    if (now_free >= feed->told_credit + std::min(kWorthTelling, std::max(1U, small_burst)) || now_free == kCredit)
      want_grant(*feed);
    feed->short_of_credit = now_free < kCredit;
    return !feed->short_of_credit;
  });
  auto due = std::exchange(due_, {});
  for (auto* feed : due) {
    feed->grant_due = false;
    note_credit(*feed);
  }
  return due;
}

void Feeds::published(Instant now) {
  for (auto& [source, feed] : feeds_) {
    for (auto const& batch : feed.unpublished)
      feed.to_snapshot.record(now - batch.t_rx, batch.n);
    feed.unpublished.clear();
  }
}

wire::Grant Feeds::grant(Feed const& feed) const {
  wire::Grant grant;
  grant.set_source(feed.source);
  grant.set_epoch(feed.live_epoch);
  grant.set_credit(credit(feed));
  if (feed.report.epoch() == feed.live_epoch) grant.set_report(feed.report.number());
  if (auto const* epoch = feed.find(feed.live_epoch)) {
    grant.set_queued_seq(epoch->taken.high());
    // Numbers that were rejected, or taken without a history, have nothing left to store.
    bool const nothing_waits = epoch->stored_seq >= epoch->recorded_seq && !epoch->store_limit;
    grant.set_stored_seq(nothing_waits ? epoch->taken.high() : epoch->stored_seq);
  }
  return grant;
}

void Feeds::sweep(Instant now) {
  double const elapsed = to_seconds(now - swept_);
  for (auto& [source, feed] : feeds_) {
    if (elapsed > 0) feed.rate_per_s = static_cast<double>(feed.accepted - feed.accepted_at_rate) / elapsed;
    feed.accepted_at_rate = feed.accepted;
  }
  swept_ = now;
  for (auto it = connections_.begin(); it != connections_.end();)
    it = now - it->second.heard > kForget ? connections_.erase(it) : std::next(it);
}

bool Feeds::all_finished() const {
  bool any = false;
  for (auto const& [source, feed] : feeds_) {
    if (feed.connection.empty()) continue;
    if (!feed.finished) return false;
    any = true;
  }
  return any;
}

} // namespace dalian::app
