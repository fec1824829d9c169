#include "connectors/ais/assembler.hpp"

#include <utility>

namespace dalian::ais {

bool Assembler::same_set(Part const& open, Part const& next) {
  Sentence const &a = open.sentence, &b = next.sentence;
  if (a.own_ship != b.own_ship || a.total != b.total || open.origin != next.origin) return false;
  if (open.group.has_value() != next.group.has_value()) return false;
  if (open.group && open.group->id != next.group->id) return false;
  if (a.talker != b.talker || a.sequence != b.sequence) return false;
  return a.channel == b.channel || b.channel == 0; // some satellite feeds leave it out of later parts
}

Assembler::Set* Assembler::find(Part const& part) {
  for (std::size_t i = 0; i < open_; ++i)
    if (same_set(sets_[i].last, part)) return &sets_[i];
  return nullptr;
}

/// The lines of a set that is given up were counted as waiting.
void Assembler::close(std::size_t index, Outcome reason) {
  counts_.move(Outcome::waiting, reason, sets_[index].last.sentence.number);
  remove(sets_[index]);
}

void Assembler::remove(Set& set) {
  --open_;
  if (&set != &sets_[open_]) set = sets_[open_];
}

Assembler::Set& Assembler::open_slot() {
  if (open_ == kMaxOpen) {
    std::size_t oldest = 0;
    for (std::size_t i = 1; i < open_; ++i)
      if (sets_[i].last.received < sets_[oldest].last.received) oldest = i;
    close(oldest, Outcome::set_evicted);
  }
  sets_[open_].bits.clear();
  return sets_[open_++];
}

/// False, with the set closed and this line counted, when the payload does not fit.
bool Assembler::append(Set& set, Part const& part) {
  bool const is_last = part.sentence.number == part.sentence.total;
  auto const status = set.bits.append(part.sentence.payload, is_last ? part.sentence.fill_bits : 0U);
  if (status == PayloadBits::Status::ok) {
    set.last = part;
    set.last.sentence.payload = {};
    counts_.add(Outcome::waiting);
    return true;
  }
  auto const accepted = static_cast<std::uint64_t>(part.sentence.number) - 1;
  bool const full = status == PayloadBits::Status::full;
  counts_.move(Outcome::waiting, full ? Outcome::message_too_long : Outcome::set_broken, accepted);
  counts_.add(full ? Outcome::message_too_long : Outcome::bad_payload);
  remove(set);
  return false;
}

Assembler::Complete Assembler::add(Part const& part) {
  expire(part.received);
  Set* set = find(part);
  if (set != nullptr && part.sentence.number != set->last.sentence.number + 1) {
    close(static_cast<std::size_t>(set - sets_.get()), Outcome::set_broken);
    set = nullptr;
  }
  if (part.sentence.number == 1) {
    set = &open_slot();
    set->first_received = part.received;
  } else if (set == nullptr) {
    counts_.add(Outcome::part_out_of_order);
    return {};
  }
  if (!append(*set, part) || part.sentence.number < part.sentence.total) return {};
  completed_ = set->bits;
  Complete const complete{&completed_, part.sentence.total, set->first_received};
  remove(*set);
  return complete;
}

void Assembler::expire(Instant now) {
  for (std::size_t i = open_; i-- > 0;)
    if (now - sets_[i].last.received > kTimeout) close(i, Outcome::set_timed_out);
}

void Assembler::finish() {
  while (open_ > 0)
    close(open_ - 1, Outcome::set_unfinished);
}

} // namespace dalian::ais
