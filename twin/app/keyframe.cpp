#include "twin/app/keyframe.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

namespace dalian::app {
namespace {

constexpr std::uint32_t kFusionTag =
    KeyframeState::kFusionFieldNumber << 3 | 2; // 2: length-delimited, as the encoding of protobuf has it

void add_epoch(FeedEpoch const& epoch, EpochState& state) {
  state.set_epoch(epoch.epoch);
  state.set_high(epoch.taken.high());
  state.set_recorded_seq(epoch.recorded_seq);
  auto const& bits = epoch.taken.bits();
  state.mutable_taken()->Add(bits.begin(), bits.end());
}

FeedEpoch taken_epoch(EpochState const& state) {
  FeedEpoch epoch;
  epoch.epoch = state.epoch();
  epoch.recorded_seq = epoch.stored_seq = state.recorded_seq();
  SequenceWindow::Bits bits{};
  std::copy_n(state.taken().begin(), std::min<std::size_t>(bits.size(), static_cast<std::size_t>(state.taken_size())),
              bits.begin());
  epoch.taken = SequenceWindow::of(state.high(), bits);
  return epoch;
}

} // namespace

void add_feeds(Feeds const& feeds, KeyframeState& state) {
  for (auto const& [source, feed] : feeds.all()) {
    auto& out = *state.add_feeds();
    out.set_source(source);
    out.set_provenance(feed.provenance);
    out.set_accepted(feed.accepted);
    *out.mutable_report() = feed.report;
    out.set_finished(feed.finished);
    for (auto const& epoch : feed.epochs)
      add_epoch(epoch, *out.add_epochs());
  }
}

void take_feeds(KeyframeState const& state, Feeds& feeds) {
  for (auto const& from : state.feeds()) {
    Feed* const feed = feeds.open_feed(from.source());
    if (feed == nullptr) continue;
    feed->provenance = from.provenance();
    feed->received = feed->accepted = feed->accepted_at_rate = from.accepted();
    feed->report = from.report();
    feed->finished = from.finished();
    for (auto const& epoch : from.epochs())
      if (feed->epochs.size() < Feeds::kMaxEpochs) feed->epochs.push_back(taken_epoch(epoch));
  }
}

std::string keyframe_bytes(KeyframeState const& feeds, std::string_view fusion) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.WriteTag(kFusionTag);
    out.WriteVarint64(fusion.size());
  }
  bytes.reserve(bytes.size() + fusion.size() + feeds.ByteSizeLong());
  bytes += fusion;
  return feeds.AppendToString(&bytes) ? bytes : std::string();
}

std::optional<KeyframeParts> keyframe_parts(std::string_view bytes) {
  using google::protobuf::io::CodedInputStream;
  CodedInputStream in(reinterpret_cast<std::uint8_t const*>(bytes.data()), static_cast<int>(bytes.size()));
  std::uint32_t size = 0;
  if (in.ReadTag() != kFusionTag || !in.ReadVarint32(&size)) return std::nullopt;
  auto const begin = static_cast<std::size_t>(in.CurrentPosition());
  if (size > bytes.size() - begin) return std::nullopt;
  KeyframeParts parts{bytes.substr(begin, size), {}};
  std::string_view const rest = bytes.substr(begin + size);
  if (!parts.feeds.ParseFromArray(rest.data(), static_cast<int>(rest.size()))) return std::nullopt;
  return parts;
}

static_assert(std::endian::native == std::endian::little, "words are read as they lie");

/// FNV-1a, eight bytes at a time; the last ones filled up with zeros.
std::uint64_t hash_of(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ bytes.size(), word = 0;
  auto const add = [&hash](std::uint64_t next) {
    hash = (hash ^ next) * 0x100000001b3ULL;
    hash ^= hash >> 29;
  };
  for (; bytes.size() >= sizeof word; bytes.remove_prefix(sizeof word)) {
    std::memcpy(&word, bytes.data(), sizeof word);
    add(word);
  }
  if (bytes.empty()) return hash;
  word = 0;
  std::memcpy(&word, bytes.data(), bytes.size());
  add(word);
  return hash;
}

} // namespace dalian::app
