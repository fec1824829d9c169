#include "connectors/mqtt/feed.hpp"

#include "connectors/common/sensor_json.hpp"
#include "connectors/common/utf8.hpp"

namespace dalian::mqtt {

using connectors::Packet;

bool Feed::step(std::chrono::milliseconds wait) {
  return connectors::take_packets(*source_, wait, [this](Packet const& packet) { take(packet); });
}

void Feed::take(Packet const& packet) {
  if (packet.too_long) return outcomes_.add("too_long");
  if (packet.topic.empty()) return outcomes_.add("no_topic"); // a line of a recording that is no message
  told_.clear();
  TopicMessage const message{packet.topic, packet.text(), clock_.now()};
  outcomes_.add(SparkplugReader::knows(packet.topic) ? sparkplug_.read(message, told_, details_)
                                                     : topics_.read(message, told_, details_));
  if (output_.json != nullptr) print(message);
  for (auto& observation : told_)
    output_.publish(std::move(observation));
}

void Feed::print(TopicMessage const& message) const {
  for (auto const& o : told_) {
    nlohmann::ordered_json json{{"entity", o.entity()},
                                {"t", format_utc(from_unix_ns(static_cast<std::int64_t>(o.t_obs())), 3)},
                                {"topic", connectors::valid_utf8(message.topic)}};
    if (o.has_sensor()) json.update(connectors::to_json(o.sensor()));
    if (o.has_fix()) json.update({{"lon_deg", o.fix().lon_deg()}, {"lat_deg", o.fix().lat_deg()}});
    *output_.json << json.dump() << '\n';
  }
}

connectors::FeedCounts const& Feed::counts() const {
  counts_.outcomes = outcomes_;
  counts_.details = details_;
  source_->tell(counts_.details);
  return counts_;
}

} // namespace dalian::mqtt
