#include "connectors/ais/stream.hpp"

namespace dalian::ais {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kDatagramHeader = "UdPbC"; // IEC 61162-450, then a NUL

/// What some sources put before the first character of a line.
std::string_view strip_prefixes(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.starts_with(kDatagramHeader)) {
    text.remove_prefix(kDatagramHeader.size());
    if (!text.empty() && text.front() == '\0') text.remove_prefix(1);
  }
  return text;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

template <std::size_t N>
Text<N> copy(std::string_view from) {
  Text<N> text;
  for (char const c : from)
    text.push_back(c);
  return text;
}

} // namespace

Stream::Stream(Kind kind, MessageHandler handler)
    : kind_(kind), handler_(std::move(handler)), assembler_(counts_.outcomes) {}

void Stream::take(Line const& line) {
  ++counts_.lines;
  if (line.cut || line.text.size() > kMaxLine) return counts_.outcomes.add(Outcome::line_too_long);
  auto const text = strip_prefixes(line.text);
  if (is_blank(text)) return counts_.outcomes.add(Outcome::empty);
  if (text.front() == '#') return counts_.outcomes.add(Outcome::comment);

  TagBlockSplit const split = split_tag_blocks(text);
  counts_.tag_blocks_dropped += split.dropped;
  if (split.unclosed) return counts_.outcomes.add(Outcome::bad_tag_block);
  if (split.blocks > 0 && is_blank(split.rest)) {
    hold(split.tags, line.origin);
    return counts_.outcomes.add(Outcome::tag_block_only);
  }
  auto const parsed = parse_sentence(split.rest);
  if (auto const* reason = std::get_if<Outcome>(&parsed)) {
    held_.reset();
    return counts_.outcomes.add(*reason);
  }
  take_sentence(std::get<Sentence>(parsed), complete_tags(split.tags, line.origin), line);
  held_.reset();
}

/// A tag block alone in its line belongs to the next sentence of the same origin.
void Stream::hold(TagBlock const& tags, std::uint32_t origin) {
  held_ = RememberedTags{origin, tags.group, tags.received, copy<15>(tags.source)};
}

/// Adds what an earlier line said about this one: a held tag block, or the first sentence of the same group.
TagBlock Stream::complete_tags(TagBlock tags, std::uint32_t origin) {
  if (held_ && held_->origin == origin) {
    TagBlock held{held_->received, held_->group, held_->station.view()};
    held.merge(tags);
    tags = held;
  }
  if (!tags.group) return tags;
  for (auto const& known : groups_) {
    if (!known.group || known.group->id != tags.group->id || known.origin != origin || tags.group->part == 1) continue;
    if (!tags.received) tags.received = known.received;
    if (tags.source.empty()) tags.source = known.station.view();
    return tags;
  }
  groups_[next_group_] = {origin, tags.group, tags.received, copy<15>(tags.source)};
  next_group_ = (next_group_ + 1) % groups_.size();
  return tags;
}

void Stream::take_sentence(Sentence const& sentence, TagBlock const& tags, Line const& line) {
  Instant const received =
      tags.received.value_or(kind_ == Kind::recording ? recorded_now_.value_or(line.arrival) : line.arrival);
  if (kind_ == Kind::recording && tags.received) recorded_now_ = *tags.received;
  Reception reception{
      received, tags.received.has_value(), tags.source, sentence.talker, sentence.channel, sentence.own_ship, 1};
  if (sentence.total == 1) {
    single_.clear();
    switch (single_.append(sentence.payload, sentence.fill_bits)) {
    case PayloadBits::Status::bad_character:
      return counts_.outcomes.add(Outcome::bad_payload);
    case PayloadBits::Status::full:
      return counts_.outcomes.add(Outcome::message_too_long);
    case PayloadBits::Status::ok:
      break;
    }
    counts_.outcomes.add(Outcome::waiting);
    return finish_message(single_.reader(), reception, 1);
  }
  Instant const input_now = kind_ == Kind::recording ? received : line.arrival;
  auto const complete = assembler_.add({sentence, tags.group, line.origin, input_now});
  if (complete.bits == nullptr) return;
  reception.parts = complete.lines;
  if (kind_ == Kind::recording) reception.received = complete.received;
  finish_message(complete.bits->reader(), reception, complete.lines);
}

void Stream::finish_message(BitReader const& bits, Reception const& reception, unsigned lines) {
  Outcome const outcome = decode(bits, message_);
  counts_.outcomes.move(Outcome::waiting, outcome, lines);
  if (bits.has(0, 6)) ++counts_.by_type[bits.u(0, 6)];
  if (outcome != Outcome::decoded) return;
  ++counts_.messages;
  if (message_.surplus_bits > 0) ++counts_.surplus;
  if (handler_) handler_(message_, reception);
}

void Stream::finish() {
  assembler_.finish();
}

} // namespace dalian::ais
