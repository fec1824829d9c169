#include "connectors/common/outbox.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <utility>

namespace dalian::connectors {
namespace {

/// Samples that say different things about one entity do not replace each other: two quantities of one meter; nor do
/// two detections of one sensor, which are of two things.
std::string coalescing_key(wire::Observation const& o) {
  auto key = o.entity() + '\n' + std::to_string(o.detail_case()) + (o.has_fix() ? "f" : "");
  if (o.has_sensor()) key += o.sensor().quantity();
  if (o.has_detection()) key += fmt::format("{} {} {}", o.detection().scan(), o.fix().lon_deg(), o.fix().lat_deg());
  return key;
}

bool too_far_apart(wire::Observation const& a, wire::Observation const& b) {
  auto const apart = a.t_rx() > b.t_rx() ? a.t_rx() - b.t_rx() : b.t_rx() - a.t_rx();
  return apart >= static_cast<std::uint64_t>(Outbox::kBatchAge.count());
}

} // namespace

Outbox::Outbox(OutboxConfig config, Spool* spool) : config_(std::move(config)), spool_(spool) {
  assert(config_.epoch != 0);
  if (spool_) spool_read_ = spool_->last_id();
}

void Outbox::add(wire::Observation&& observation, Instant now) {
  counters_.add("published");
  bool const room = flows() && has_room();
  if (room || config_.lose_nothing || observation.event())
    append(std::move(observation), now);
  else
    coalesce(std::move(observation));
}

void Outbox::append(wire::Observation&& observation, Instant now) {
  auto& batch = *open_.mutable_batch();
  auto const bytes = observation.ByteSizeLong() + 4;
  bool const full = batch.observations_size() == kBatchObservations || open_bytes_ + bytes > kBatchBytes;
  if (batch.observations_size() > 0 &&
      (full || (config_.repeatable && too_far_apart(batch.observations(0), observation))))
    seal();
  if (batch.observations_size() == 0) opened_ = now;
  t_sent_ = std::max(t_sent_, from_unix_ns(static_cast<std::int64_t>(observation.t_rx())));
  open_bytes_ += bytes;
  open_events_ = open_events_ || observation.event();
  *batch.add_observations() = std::move(observation);
}

void Outbox::coalesce(wire::Observation&& observation) {
  auto key = coalescing_key(observation);
  if (auto const it = coalesced_.find(key); it != coalesced_.end()) {
    it->second = std::move(observation);
    counters_.add("coalesced");
    return;
  }
  coalesced_order_.push_back(key);
  coalesced_.emplace(std::move(key), std::move(observation));
}

void Outbox::seal() {
  auto& batch = *open_.mutable_batch();
  assert(batch.observations_size() > 0);
  batch.set_source(config_.source);
  batch.set_epoch(config_.epoch);
  batch.set_first_seq(next_seq_);
  batch.set_t_sent(static_cast<std::uint64_t>(to_unix_ns(t_sent_)));
  batch.set_provenance(config_.provenance);
  SealedBatch sealed;
  sealed.epoch = config_.epoch;
  sealed.first_seq = next_seq_;
  sealed.count = static_cast<std::uint32_t>(batch.observations_size());
  sealed.events = open_events_;
  sealed.opened = opened_;
  sealed.frame = open_.SerializeAsString();
  next_seq_ += sealed.count;
  counters_.add("sealed", sealed.count);
  batch.clear_observations();
  open_bytes_ = 0;
  open_events_ = false;
  keep(std::move(sealed));
}

void Outbox::keep(SealedBatch&& batch) {
  bool const in_memory =
      !spooling_ && (!batch.events || config_.lose_nothing || (twin_there_ && unsent() < kMaxUnsent));
  if (in_memory) {
    newest_in_queue_ = batch.last_seq();
    queue_.push_back(std::move(batch));
    return;
  }
  spooling_ = true;
  if (unspooled_.empty() && spool_ && spool_->push(batch)) {
    counters_.add("spooled", batch.count);
  } else if (unspooled_.size() < kMaxUnspooled) {
    unspooled_.push_back(std::move(batch));
  } else {
    counters_.add("lost", batch.count);
  }
}

void Outbox::seal_due(Instant now, bool everything) {
  if (flows()) {
    refill_from_spool();
    release_coalesced(now);
  }
  bool const aged = !config_.repeatable && now - opened_ >= kBatchAge;
  if (open_.batch().observations_size() > 0 && (everything || aged)) seal();
  spool_overdue(now);
}

/// Copies to disk what the twin should have confirmed by now: it may be gone, and this connector may go as well.
void Outbox::spool_overdue(Instant now) {
  if (!spool_ || config_.lose_nothing) return;
  for (auto& batch : queue_) {
    if (!batch.events || batch.spool_id != 0) continue;
    if (now - batch.opened < kEventPatience || !spool_->push(batch)) return;
    counters_.add("spooled", batch.count);
  }
}

void Outbox::refill_from_spool() {
  while (spooling_ && unsent() < kMaxUnsent) {
    SealedBatch batch;
    if (spool_ && spool_->next(spool_read_, batch)) {
      spool_read_ = batch.spool_id;
      if (batch.last_seq() <= newest_in_queue_) continue; // a copy of what was in the queue
      newest_in_queue_ = batch.last_seq();
      queue_.push_back(std::move(batch));
    } else if (!unspooled_.empty()) {
      newest_in_queue_ = unspooled_.front().last_seq();
      queue_.push_back(std::move(unspooled_.front()));
      unspooled_.pop_front();
    } else {
      spooling_ = false;
    }
  }
}

void Outbox::release_coalesced(Instant now) {
  std::size_t released = 0;
  for (auto const& key : coalesced_order_) {
    if (spooling_ || unsent() >= kMaxUnsent) break;
    auto const it = coalesced_.find(key);
    append(std::move(it->second), now);
    coalesced_.erase(it);
    ++released;
  }
  coalesced_order_.erase(coalesced_order_.begin(), coalesced_order_.begin() + static_cast<std::ptrdiff_t>(released));
}

SealedBatch const* Outbox::peek(std::uint32_t credit) const {
  if (next_ == queue_.size()) return nullptr;
  std::uint64_t on_the_way = queue_[next_].count; // counted, not subtracted: numbers may have gaps
  for (std::size_t i = next_; i > 0 && queue_[i - 1].last_seq() > queued_seq_; --i)
    on_the_way += queue_[i - 1].count;
  return on_the_way <= credit ? &queue_[next_] : nullptr;
}

void Outbox::mark_sent() {
  assert(next_ < queue_.size());
  ++next_;
}

void Outbox::rewind(std::uint64_t queued_seq) {
  // A twin that was killed comes back with what its disk held: less than it had said before.
  queued_seq_ = queued_seq;
  auto const first =
      std::find_if(queue_.begin(), queue_.end(), [&](auto const& b) { return b.last_seq() > queued_seq; });
  auto const at = static_cast<std::size_t>(first - queue_.begin());
  for (std::size_t i = at; i < next_; ++i)
    counters_.add("sent_again", queue_[i].count);
  next_ = std::min(next_, at);
}

void Outbox::acknowledge(std::uint64_t queued_seq, std::uint64_t stored_seq) {
  queued_seq_ = std::max(queued_seq_, queued_seq);
  stored_seq_ = std::max(stored_seq_, stored_seq);
  while (!queue_.empty() && next_ > 0 && queue_.front().last_seq() <= stored_seq_) {
    if (queue_.front().spool_id != 0) spool_->remove(queue_.front().spool_id);
    queue_.pop_front();
    --next_;
  }
  trim_sent();
}

void Outbox::trim_sent() {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < next_; ++i)
    bytes += queue_[i].frame.size();
  for (std::size_t i = 0; i < next_ && bytes > kMaxSentBytes;) {
    if (queue_[i].events || queue_[i].last_seq() > queued_seq_) {
      ++i;
      continue;
    }
    bytes -= queue_[i].frame.size();
    queue_.erase(queue_.begin() + static_cast<std::ptrdiff_t>(i));
    --next_;
  }
}

bool Outbox::all_queued() const {
  return open_.batch().observations_size() == 0 && !held_back() && unsent() == 0 &&
         (queue_.empty() || queue_.back().last_seq() <= queued_seq_);
}

bool Outbox::all_stored() const {
  return all_queued() && queue_.empty();
}

bool Outbox::events_pending() const {
  return open_events_ || spooling_ || std::any_of(queue_.begin(), queue_.end(), [](auto const& b) { return b.events; });
}

bool Outbox::events_at_risk() const {
  auto const at_risk = [](auto const& b) { return b.events && b.spool_id == 0; };
  return open_events_ || std::any_of(queue_.begin(), queue_.end(), at_risk) ||
         std::any_of(unspooled_.begin(), unspooled_.end(), at_risk);
}

std::uint64_t Outbox::waiting() const {
  std::uint64_t const sealed = next_seq_ - 1;
  return (sealed > queued_seq_ ? sealed - queued_seq_ : 0) +
         static_cast<std::uint64_t>(open_.batch().observations_size()) + coalesced_.size();
}

void Outbox::save_events() {
  if (open_events_) seal();
  for (auto* batches : {&queue_, &unspooled_})
    for (auto& batch : *batches) {
      if (!batch.events || batch.spool_id != 0) continue;
      bool const saved = spool_ && spool_->push(batch);
      counters_.add(saved ? "spooled" : "lost", batch.count);
    }
}

} // namespace dalian::connectors
