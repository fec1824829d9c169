#include "connectors/v2x/feed.hpp"

namespace dalian::v2x {

using connectors::Packet;

namespace {

constexpr std::size_t kMostPacketBytes = 256 * 1024; // a MAP of every lane of a city's largest crossing has 10 kB

} // namespace

Feed::Feed(Parts parts, connectors::FeedOutput output, Clock const& clock)
    : source_(std::move(parts.source)), reader_(std::move(parts.reader)), converter_(parts.wire), output_(output),
      clock_(clock) {}

bool Feed::step(std::chrono::milliseconds wait) {
  return connectors::take_packets(*source_, wait, [this](Packet const& packet) { take(packet); });
}

void Feed::take(Packet const& packet) {
  if (packet.too_long || packet.bytes.size() > kMostPacketBytes) return outcomes_.add("too_long");
  auto const arrival = clock_.now();
  facts_.clear();
  json_.clear();
  auto const outcome = reader_->read(packet, arrival, facts_, output_.json != nullptr ? &json_ : nullptr);
  outcomes_.add(outcome);
  if (outcome != "decoded") return;
  if (output_.json != nullptr) *output_.json << json_ << '\n';
  details_.add(facts_.message);
  details_.add("without_position", facts_.without_position);
  for (auto const& vehicle : facts_.vehicles)
    links_.heard(vehicle, arrival);
  converter_.convert(facts_, arrival, [this](wire::Observation o) {
    details_.add("observations");
    if (o.event()) details_.add("events");
    output_.publish(std::move(o));
  });
}

connectors::FeedCounts const& Feed::counts() const {
  counts_.outcomes = outcomes_;
  counts_.details = details_;
  links_.tell(counts_.details);
  source_->tell(counts_.details);
  return counts_;
}

} // namespace dalian::v2x
